/**
 * A crowd of virtual users in calls: each has the page's own emitter, on a
 * network that loses things.
 *
 * @module
 */

import { Allowance, StatsEmitter } from "@/lib/call/stats/stats_emitter.ts";
import type { Timers } from "@/lib/call/timers.ts";
import type { CallStats, StatsEmission } from "@/lib/protocol/call_stats.ts";
import { VirtualMember } from "./virtual_member.ts";

/** How requests get to the server. */
export interface Transport {
  /** Sends one request; it fails where the server cannot be reached. */
  request(
    method: "GET" | "POST",
    path: string,
    options?: { cookie?: string; json?: unknown },
  ): Promise<{ status: number; cookie: string | null; body: string }>;
}

/** What a crowd is made of. */
export interface CrowdDeps {
  /** How requests get to the server. */
  transport: Transport;
  /** Clock and alarm of the pages. */
  timers: Timers;
  /** Draws networks and losses, in [0, 1). */
  random: () => number;
  /** Share of requests, and of answers, that get lost. */
  lostShare: number;
  /**
   * Pages begin within so much time of each other, milliseconds: calls do not
   * begin all in one second, and so do not speak in one. Default 0.
   */
  spreadMs?: number;
}

/** Something that a page has told and the admins' stream has not shown. */
interface Told {
  /** Number of the look that it tells of. */
  look: number;
  /** When it was sent, Unix milliseconds. */
  at: number;
}

interface User {
  name: string;
  member: VirtualMember;
  emitter: StatsEmitter;
  /** When its page begins, Unix milliseconds. */
  beginsAt: number;
  /** What its page measured last. */
  measured: CallStats;
  /** What it told last; `null` where nobody knows whether that arrived. */
  told: CallStats | null;
}

/** What came of it all. */
export interface CrowdResult {
  /** Emissions sent. */
  sent: number;
  /** Emissions answered well. */
  acknowledged: number;
  /** States told that the stream has shown, or something newer. */
  shown: number;
  /** From sending to the answer, milliseconds, sorted. */
  answersMs: readonly number[];
  /** From sending to the stream, milliseconds, sorted. */
  latenciesMs: readonly number[];
}

/** Visitors who arrive together. */
const ARRIVE_AT_ONCE = 20;

/** Users in calls of two. */
export class Crowd {
  readonly #deps: CrowdDeps;
  readonly #users: User[] = [];
  readonly #told = new Map<string, Told[]>();
  readonly #latenciesMs: number[] = [];
  readonly #answersMs: number[] = [];
  #looks = 0;
  #shown = 0;

  /** Nobody is there yet. */
  constructor(deps: CrowdDeps) {
    this.#deps = deps;
  }

  /** Users in calls. */
  get size(): number {
    return this.#users.length;
  }

  /**
   * Brings users into calls, in order, so that each pair is made of two who
   * came one after the other.
   *
   * @param count How many; an even number.
   */
  async arrive(count: number): Promise<void> {
    const { transport } = this.#deps;
    for (let i = 0; i < count; i += ARRIVE_AT_ONCE) {
      const cookies = await Promise.all(
        Array.from(
          { length: Math.min(ARRIVE_AT_ONCE, count - i) },
          async () =>
            (await transport.request("GET", "/api/anon/init")).cookie!,
        ),
      );
      for (const cookie of cookies) {
        await transport.request("POST", "/api/rtc/enqueue", {
          cookie,
          json: {},
        });
      }
      await Promise.all(cookies.map((cookie) => this.#begin(cookie)));
    }
  }

  /** Lets every page measure, and tell what is worth telling. */
  look(part = 0, parts = 1): void {
    if (part === 0) this.#looks++;
    const now = this.#deps.timers.nowMs();
    for (let i = part; i < this.#users.length; i += parts) {
      const user = this.#users[i]!;
      if (now < user.beginsAt) continue;
      // Rides on a field that nothing else uses, to find the state again.
      user.measured = { ...user.member.look(now), freezeCount: this.#looks };
      user.emitter.follow(user.measured);
    }
  }

  /** Takes note of what the admins' stream shows of a member. */
  show(pairId: string, side: string, look: number, at: number): void {
    const told = this.#told.get(`${pairId}/${side}`);
    while (told !== undefined && told.length > 0 && told[0]!.look <= look) {
      this.#latenciesMs.push(at - told.shift()!.at);
      this.#shown++;
    }
  }

  /** What pages told last and know to have arrived, by call and side. */
  lastWords(): Map<string, CallStats> {
    return new Map(
      this.#users.flatMap(({ name, told }) => told ? [[name, told]] : []),
    );
  }

  /** What came of it so far. */
  result(): CrowdResult {
    const counts = this.#users.map(({ emitter }) => emitter.counts);
    const sum = (what: "sent" | "acknowledged") =>
      counts.reduce((all, one) => all + one[what], 0);
    return {
      sent: sum("sent"),
      acknowledged: sum("acknowledged"),
      shown: this.#shown,
      answersMs: this.#answersMs.toSorted((a, b) => a - b),
      latenciesMs: this.#latenciesMs.toSorted((a, b) => a - b),
    };
  }

  async #begin(cookie: string): Promise<void> {
    const { transport, random, timers } = this.#deps;
    const { body } = await transport.request("POST", "/api/rtc/matchmake", {
      cookie,
    });
    const { pairId, role } = JSON.parse(body);
    const name = `${pairId}/${role === "caller" ? "a" : "b"}`;
    const emitter = new StatsEmitter(pairId, {
      fetch: (_, { body }) => this.#send(user, cookie, String(body)),
      sendBeacon: () => true,
      timers,
      random,
      allowance: new Allowance(),
    });
    const member = new VirtualMember(random, timers.nowMs());
    const { spreadMs = 0 } = this.#deps;
    const beginsAt = timers.nowMs() + (spreadMs > 0 ? spreadMs * random() : 0);
    const user: User = {
      name,
      member,
      emitter,
      beginsAt,
      measured: {},
      told: null,
    };
    this.#users.push(user);
    this.#told.set(name, []);
  }

  async #send(user: User, cookie: string, body: string): Promise<Response> {
    const { transport, random, lostShare, timers } = this.#deps;
    const emission: StatsEmission = JSON.parse(body);
    const look = emission.metrics.freezeCount ?? 0;
    const told = user.measured;
    user.told = null;
    this.#told.get(user.name)!.push({ look, at: timers.nowMs() });
    if (random() < lostShare) throw new TypeError("request lost");
    const askedAt = timers.nowMs();
    const answer = await transport.request("POST", "/api/monitoring/stats", {
      cookie,
      json: emission,
    });
    this.#answersMs.push(timers.nowMs() - askedAt);
    if (random() < lostShare) throw new TypeError("answer lost");
    user.told = told;
    return new Response(answer.body, { status: answer.status });
  }
}

/** The value that `share` of sorted values are not above. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[
    Math.min(sorted.length - 1, Math.floor(share * sorted.length))
  ] ??
    NaN;
}
