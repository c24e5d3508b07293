/**
 * One question asked over and over: the loop that paces itself by
 * `poll_schedule.ts`, never has two requests under way, and survives failures.
 *
 * @module
 */

import { backoffMs } from "@/lib/retry/backoff.ts";
import { ERROR_WAITS, pollDelayMs, type PollPace } from "./poll_schedule.ts";
import { SignalingError } from "./signaling_error.ts";
import type { Timers } from "../timers.ts";

/** What a poll brought: news, nothing, or the end of the question. */
export type PollOutcome = "news" | "nothing" | "done";

/** What a loop needs from outside. */
export interface PollLoopDeps {
  /** Asks once; the signal ends the request together with the loop. */
  readonly ask: (signal: AbortSignal) => Promise<PollOutcome>;
  /** How urgent the answer is. */
  readonly pace: PollPace;
  /** Milliseconds before the first question; default 0. */
  readonly firstDelayMs?: number;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Source of jitter in [0, 1). */
  readonly random: () => number;
  /** Told of every request that came through. */
  readonly onAnswer: () => void;
  /** Told of every failure; returns whether to go on asking. */
  readonly onFailure: (error: unknown) => boolean;
}

/** A running poll; begins when constructed. */
export class PollLoop {
  readonly #deps: PollLoopDeps;
  readonly #controller = new AbortController();
  #emptyPolls = 0;
  #failures = 0;
  #quietSinceMs: number;
  #isAsking = false;
  #isPoked = false;
  #cancelAlarm: () => void = () => {};

  /** Starts asking. */
  constructor(deps: PollLoopDeps) {
    this.#deps = deps;
    this.#quietSinceMs = deps.timers.nowMs();
    if (deps.firstDelayMs) this.#askIn(deps.firstDelayMs);
    else this.#ask();
  }

  /** Asks at once, and quickly again for a while after. */
  poke(): void {
    this.#emptyPolls = 0;
    this.#quietSinceMs = this.#deps.timers.nowMs();
    if (this.#isAsking) {
      this.#isPoked = true;
      return;
    }
    this.#cancelAlarm();
    this.#ask();
  }

  /** Ends the loop and its request. */
  stop(): void {
    this.#cancelAlarm();
    this.#controller.abort();
  }

  async #ask(): Promise<void> {
    const { signal } = this.#controller;
    if (signal.aborted) return;
    const { ask, timers, onAnswer, onFailure } = this.#deps;
    const startedAtMs = timers.nowMs();
    this.#isAsking = true;
    let delayMs: number;
    try {
      const outcome = await ask(signal);
      if (signal.aborted) return;
      this.#failures = 0;
      onAnswer();
      if (outcome === "done") return this.stop();
      delayMs = this.#delayAfter(outcome) - (timers.nowMs() - startedAtMs);
    } catch (error) {
      if (signal.aborted) return;
      if (!onFailure(error)) return this.stop();
      delayMs = this.#delayAfterFailure(error);
    } finally {
      this.#isAsking = false;
    }
    if (signal.aborted) return;
    if (this.#isPoked) delayMs = 0;
    this.#isPoked = false;
    this.#askIn(Math.max(0, delayMs));
  }

  #askIn(delayMs: number): void {
    this.#cancelAlarm = this.#deps.timers.after(
      delayMs,
      () => void this.#ask(),
    );
  }

  #delayAfter(outcome: "news" | "nothing"): number {
    const { pace, timers, random } = this.#deps;
    const nowMs = timers.nowMs();
    if (outcome === "news") {
      this.#emptyPolls = 0;
      this.#quietSinceMs = nowMs;
    } else {
      this.#emptyPolls++;
    }
    const quietMs = nowMs - this.#quietSinceMs;
    return pollDelayMs(
      pace,
      { emptyPolls: this.#emptyPolls, quietMs },
      random,
    );
  }

  #delayAfterFailure(error: unknown): number {
    const asked = error instanceof SignalingError
      ? error.retryAfterMs
      : undefined;
    return asked ??
      backoffMs(++this.#failures, this.#deps.random, ERROR_WAITS);
  }
}
