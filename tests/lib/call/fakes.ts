/**
 * Stand-ins for what surrounds a call: a clock turned by hand, and a signaling
 * client made of queues.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import type { Description } from "@/lib/protocol/description.ts";
import type { IceConfig } from "@/lib/protocol/ice_servers.ts";
import type { PolledNews } from "@/lib/protocol/polled_news.ts";
import type { Match } from "@/lib/protocol/role.ts";
import type {
  ReceivedCandidate,
  SignalingClient,
} from "@/lib/call/signaling/rest_client.ts";
import type { CallOptions } from "@/lib/call/signaling/rest_request.ts";
import type { Timers } from "@/lib/call/timers.ts";

/** Lets everything that is already resolved run to its end. */
export function settle(): Promise<void> {
  // A timer of 0 ms takes one or more, thousands of times.
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until it is turned. */
export class FakeTimers implements Timers {
  #nowMs = 1_000_000;
  #alarms: { atMs: number; callback: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const alarm = { atMs: this.#nowMs + delayMs, callback };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** How many alarms are set. */
  get pending(): number {
    return this.#alarms.length;
  }

  /** Turns the clock, ringing every alarm on its way in order. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await settle();
    while (true) {
      const next = this.#alarms.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!next || next.atMs > untilMs) break;
      this.#alarms = this.#alarms.filter((other) => other !== next);
      this.#nowMs = next.atMs;
      next.callback();
      await settle();
    }
    this.#nowMs = untilMs;
  }
}

/** What is answered while nothing happened. */
export const NO_NEWS: PolledNews = { position: "0", events: [] };

/** Answers of a fake client, by name; a function is asked every time. */
export interface FakeAnswers {
  matchmake: () => Match | null;
  heldBackMs: () => number | null;
  getDescription: (kind: "offer" | "answer") => Description | null;
  getCandidates: (after: number) => ReceivedCandidate[];
  enqueue: () => void | Promise<void>;
  getNews: (after: string | null) => PolledNews;
  goBack: () => void;
  iceServers: () => IceConfig;
}

/** A client that notes its calls and answers from `answers`. */
export function fakeClient(
  answers: Partial<FakeAnswers> = {},
): SignalingClient & { calls: string[] } {
  const calls: string[] = [];
  // Always a turn later, as a network would.
  const answer = async <T>(
    call: string,
    make: () => T | Promise<T>,
  ): Promise<T> => {
    calls.push(call);
    await Promise.resolve();
    return await make();
  };
  return {
    calls,
    init: () => answer("init", () => {}),
    iceServers: () =>
      answer(
        "iceServers",
        answers.iceServers ?? (() => ({ iceServers: [], ttlSeconds: 600 })),
      ),
    enqueue(body) {
      const verb = body.onlyIfWaiting ? "renew" : "enqueue";
      const wishes = `${body.filterGenders} ${body.filterCountries}`;
      const offer = body.offer ? ` with ${body.offer.sdp}` : "";
      const hidden = body.relayOnly ? " hidden" : "";
      return answer(
        `${verb} ${wishes}${offer}${hidden}`,
        () => answers.enqueue?.(),
      );
    },
    matchmake: () =>
      answer("matchmake", () => ({
        match: answers.matchmake?.() ?? null,
        heldBackMs: answers.heldBackMs?.() ?? null,
      })),
    postDescription: (kind, { pairId, sdp, gen }) =>
      answer(`post ${kind} ${pairId} ${sdp} ${gen}`, () => {}),
    getDescription: (kind, { pairId }, _options?: CallOptions) =>
      answer(
        `get ${kind} ${pairId}`,
        () => answers.getDescription?.(kind) ?? null,
      ),
    postCandidates: ({ candidates }) =>
      answer(
        `post ice ${candidates.map((c) => c.candidate || "end").join(",")}`,
        () => {},
      ),
    getCandidates: ({ after }) =>
      answer(`get ice ${after}`, () => answers.getCandidates?.(after) ?? []),
    getNews: ({ after }) =>
      answer(
        `news ${after}`,
        () => answers.getNews?.(after) ?? NO_NEWS,
      ),
    askRestart: ({ pairId }) => answer(`restart ${pairId}`, () => {}),
    tellState: ({ state }) => answer(`tell ${state}`, () => {}),
    goBack: ({ pairId }) => answer(`back ${pairId}`, () => answers.goBack?.()),
    tellReloadByBeacon: (pairId) => void calls.push(`reload ${pairId}`),
    leave: () => answer("leave", () => {}),
    leaveByBeacon: () => void calls.push("beacon"),
  };
}
