/**
 * Signals by polling: turns what the page waits for into the few questions
 * that have to be asked, and their answers into the typed stream. An event
 * stream can take its place without anybody noticing.
 *
 * @module
 */

import type { Match, Role } from "@/lib/protocol/role.ts";
import { PollLoop, type PollOutcome } from "./poll_loop.ts";
import { MIN_INTERVAL_MS, type PollPace } from "./poll_schedule.ts";
import type { SignalingClient } from "./rest_client.ts";
import { SignalingError } from "./signaling_error.ts";
import {
  awaitedDescription,
  type Expectation,
  type Signal,
  type SignalSource,
} from "./signals.ts";
import type { Timers } from "../timers.ts";

/** What the source needs from outside. */
export interface PollSourceDeps {
  /** Asks the server. */
  readonly client: SignalingClient;
  /** Clock and alarm, awake in hidden tabs too. */
  readonly timers: Timers;
  /** Source of jitter in [0, 1). */
  readonly random: () => number;
  /** Where the signals go. */
  readonly emit: (signal: Signal) => void;
}

/** Milliseconds without any answer after which signaling counts as lost. */
export const LOST_AFTER_MS = 12_000;

/** Polls are their own retry. */
const ONE_TRY = { attempts: 1 };

/** A signal source that polls the REST contract. */
export class PollSource implements SignalSource {
  readonly #deps: PollSourceDeps;
  #loops: PollLoop[] = [];
  #lastAnswerAtMs = 0;
  #isLost = false;
  /**
   * Whether the server was out of reach during this call and may have forgotten
   * it. Its answer that the pair is over then says nothing about the other side;
   * when that one leaves, the connection breaks.
   */
  #mayHaveForgotten = false;
  #isInCall = false;
  #candidateLog = { pairId: "", count: 0, isComplete: false };

  /** Makes a source that asks nothing yet. */
  constructor(deps: PollSourceDeps) {
    this.#deps = deps;
  }

  /** Says what is awaited from now on. */
  expect(expectation: Expectation): void {
    for (const loop of this.#loops) loop.stop();
    this.#loops = [];
    this.#lastAnswerAtMs = this.#deps.timers.nowMs();
    this.#isLost = false;
    this.#mayHaveForgotten = false;
    this.#isInCall = expectation.kind === "call";
    if (expectation.kind === "match") {
      this.#poll("relaxed", (signal) => this.#askForMatch(signal));
    }
    if (expectation.kind === "negotiation") {
      const { pairId } = expectation;
      this.#candidateLog = { pairId, count: 0, isComplete: false };
      this.#poll(
        "eager",
        (signal) => this.#askForDescription(expectation, signal),
      );
      this.#poll("eager", (signal) => this.#askForCandidates(pairId, signal));
      this.#watchPair(expectation);
    }
    if (expectation.kind === "call") {
      const { pairId } = expectation;
      this.#watchPair(expectation);
      this.#poll("relaxed", (signal) => this.#askForCandidates(pairId, signal));
    }
  }

  /** Asks everything at once. */
  poke(): void {
    for (const loop of this.#loops) loop.poke();
  }

  /** Asks whether the pair still exists; we just learned of it, so not at once. */
  #watchPair(match: Match): void {
    this.#poll(
      "relaxed",
      (signal) => this.#askAlive(match, signal),
      MIN_INTERVAL_MS,
    );
  }

  #poll(
    pace: PollPace,
    ask: (signal: AbortSignal) => Promise<PollOutcome>,
    firstDelayMs = 0,
  ): void {
    const { timers, random } = this.#deps;
    this.#loops.push(
      new PollLoop({
        ask,
        pace,
        firstDelayMs,
        timers,
        random,
        onAnswer: () => {
          this.#lastAnswerAtMs = timers.nowMs();
          this.#isLost = false;
        },
        onFailure: (error) => this.#survives(error),
      }),
    );
  }

  /** Says whether to go on after a failure, and tells the session if not. */
  #survives(error: unknown): boolean {
    const { emit, timers } = this.#deps;
    const status = error instanceof SignalingError ? error.status : 0;
    if (status === 403) {
      this.#tellPairIsOver();
      return false;
    }
    const silentMs = timers.nowMs() - this.#lastAnswerAtMs;
    if (silentMs >= LOST_AFTER_MS && !this.#isLost) {
      this.#isLost = true;
      this.#mayHaveForgotten = this.#isInCall;
      emit({ type: "lost" });
    }
    return true;
  }

  #tellPairIsOver(): void {
    if (!this.#mayHaveForgotten) this.#deps.emit({ type: "peer-left" });
  }

  async #askForMatch(signal: AbortSignal): Promise<PollOutcome> {
    const { client, emit } = this.#deps;
    try {
      const match = await client.matchmake({ ...ONE_TRY, signal });
      if (!match || signal.aborted) return "nothing";
      emit({ type: "matched", match });
    } catch (error) {
      if (!isNotQueued(error) || signal.aborted) throw error;
      emit({ type: "dequeued" });
    }
    return "done";
  }

  async #askForDescription(
    { pairId, role }: { pairId: string; role: Role },
    signal: AbortSignal,
  ): Promise<PollOutcome> {
    const { client, emit } = this.#deps;
    const type = awaitedDescription(role);
    const description = await client.getDescription(type, { pairId, gen: 0 }, {
      ...ONE_TRY,
      signal,
    });
    if (!description || signal.aborted) return "nothing";
    emit({ type, ...description });
    return "done";
  }

  async #askForCandidates(
    pairId: string,
    signal: AbortSignal,
  ): Promise<PollOutcome> {
    const { client, emit } = this.#deps;
    const log = this.#candidateLog;
    if (log.isComplete) return "done";
    const entries = await client.getCandidates(
      { pairId, after: log.count },
      { ...ONE_TRY, signal },
    );
    if (signal.aborted || entries.length === 0) return "nothing";
    log.count += entries.length;
    log.isComplete = entries.some(({ cand }) => cand.candidate === "");
    emit({ type: "ice", candidates: entries.map(({ cand }) => cand) });
    return log.isComplete ? "done" : "news";
  }

  async #askAlive(match: Match, signal: AbortSignal): Promise<PollOutcome> {
    const { client, emit } = this.#deps;
    try {
      const current = await client.matchmake({ ...ONE_TRY, signal });
      if (signal.aborted) return "nothing";
      if (current?.pairId === match.pairId) {
        this.#mayHaveForgotten = false;
        return "nothing";
      }
      emit({ type: "replaced" });
    } catch (error) {
      if (!isNotQueued(error) || signal.aborted) throw error;
      this.#tellPairIsOver();
    }
    return "done";
  }
}

function isNotQueued(error: unknown): boolean {
  return error instanceof SignalingError && error.code === "not-queued";
}
