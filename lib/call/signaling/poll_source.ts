/**
 * Signals by polling: turns what the page waits for into the few questions
 * that have to be asked, and their answers into the typed stream. An event
 * stream can take its place without anybody noticing.
 *
 * @module
 */

import type { Match } from "@/lib/protocol/role.ts";
import { PeerQuestions } from "./peer_questions.ts";
import { PollLoop, type PollOutcome } from "./poll_loop.ts";
import {
  FIRST_SLOWING_MS,
  MIN_INTERVAL_MS,
  type PollPace,
  SLOW_INTERVAL_MS,
} from "./poll_schedule.ts";
import type { SignalingClient } from "./rest_client.ts";
import { isNotQueued, SignalingError } from "./signaling_error.ts";
import { ServerSilence } from "./server_silence.ts";
import type { Expectation, Signal } from "./signals.ts";
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

/** Polls are their own retry. */
const ONE_TRY = { attempts: 1 };

/**
 * Whether polling is all there is, or an event stream brings the news and
 * polling only shows that the page is there.
 */
export type PollingMode = "alone" | "beside-stream";

/** Asks the REST contract for signals. */
export class PollSource {
  readonly #deps: PollSourceDeps;
  #loops: PollLoop[] = [];
  readonly #silence: ServerSilence;
  readonly #questions: PeerQuestions;
  /**
   * Whether the server was out of reach during this call and may have forgotten
   * it. Its answer that the pair is over then says nothing about the other side;
   * when that one leaves, the connection breaks.
   */
  #mayHaveForgotten = false;
  #expected: Expectation = { kind: "nothing" };
  #isHeldBack = false;
  #cancelRetry: () => void = () => {};

  /** Makes a source that asks nothing yet. */
  constructor(deps: PollSourceDeps) {
    this.#deps = deps;
    const { timers, emit } = deps;
    this.#silence = new ServerSilence(timers, (type) => emit({ type }));
    this.#questions = new PeerQuestions(deps);
  }

  /** Says what is awaited from now on, and whether anybody else tells it. */
  expect(expectation: Expectation, mode: PollingMode = "alone"): void {
    for (const loop of this.#loops) loop.stop();
    this.#cancelRetry();
    this.#loops = [];
    if (!isSame(expectation, this.#expected)) this.#begin();
    this.#expected = expectation;
    if (mode === "beside-stream") {
      this.#questions.skipNews();
      return this.#showLife(expectation);
    }
    if (expectation.kind === "match") {
      this.#poll("keen", (signal) => this.#askForMatch(signal));
      this.#watchNews(null);
    }
    if (expectation.kind === "negotiation") this.#negotiate(expectation);
    if (expectation.kind === "call") this.#follow(expectation);
  }

  /** Asks for what brings a call about. */
  #negotiate(match: Match): void {
    const questions = this.#questions;
    const ask = (signal: AbortSignal) =>
      questions.askForDescription(match, signal);
    this.#poll("eager", ask);
    this.#pollCandidates("eager", match.pairId);
    this.#watchPair(match);
  }

  /** Asks for what may happen to a call. */
  #follow(match: Match): void {
    const { pairId } = match;
    this.#watchPair(match);
    this.#pollCandidates("relaxed", pairId);
    const ask = this.#questions.watchNegotiations(
      match,
      () => this.#pollCandidates("eager", pairId),
    );
    this.#poll("relaxed", ask, MIN_INTERVAL_MS);
    this.#watchNews(pairId);
  }

  #pollCandidates(pace: PollPace, pairId: string): void {
    const questions = this.#questions;
    this.#poll(pace, (signal) => questions.askForCandidates(pairId, signal));
  }

  #watchNews(pairId: string | null): void {
    const questions = this.#questions;
    const ask = (signal: AbortSignal) => questions.askForNews(pairId, signal);
    this.#poll("relaxed", ask, MIN_INTERVAL_MS);
  }

  #begin(): void {
    this.#silence.reset();
    this.#mayHaveForgotten = false;
  }

  /**
   * What goes on beside a stream. A match is asked for a few times at first: two
   * who join at the same moment find each other only when one asks again.
   */
  #showLife(expectation: Expectation): void {
    const { kind } = expectation;
    if (kind === "nothing" || kind === "joining") return;
    if (kind === "match") {
      const ask = (signal: AbortSignal) => this.#askForMatch(signal);
      this.#poll("slowing", ask, FIRST_SLOWING_MS);
    } else {
      const ask = (signal: AbortSignal) => this.#askAlive(expectation, signal);
      this.#poll("slow", ask, SLOW_INTERVAL_MS);
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
        ask: (signal) => {
          this.#silence.noteQuestion();
          return ask(signal);
        },
        pace,
        firstDelayMs,
        timers,
        random,
        onAnswer: () => this.#silence.noteAnswer(),
        onFailure: (error) => this.#survives(error),
      }),
    );
  }

  /** Says whether to go on after a failure, and tells the session if not. */
  #survives(error: unknown): boolean {
    const status = error instanceof SignalingError ? error.status : 0;
    if (status === 403) {
      this.#tellPairIsOver();
      return false;
    }
    this.#mayHaveForgotten ||= this.#expected.kind === "call" &&
      (status === 0 || status >= 500);
    this.#silence.noteFailure();
    return true;
  }

  #tellPairIsOver(): void {
    if (!this.#mayHaveForgotten) this.#deps.emit({ type: "peer-left" });
  }

  async #askForMatch(signal: AbortSignal): Promise<PollOutcome> {
    const { client, emit } = this.#deps;
    try {
      const answer = await client.matchmake({ ...ONE_TRY, signal });
      if (signal.aborted) return "nothing";
      const { match, heldBackMs } = answer;
      if (match === null) {
        this.#noteHeldBack(heldBackMs);
        return "nothing";
      }
      for (const loop of this.#loops) loop.stop();
      emit({ type: "matched", match });
    } catch (error) {
      if (!isNotQueued(error) || signal.aborted) throw error;
      emit({ type: "dequeued" });
    }
    return "done";
  }

  /** Asks again at the very moment from which on it is of use. */
  #noteHeldBack(heldBackMs: number | null): void {
    const { emit, timers } = this.#deps;
    const isOn = heldBackMs !== null;
    if (isOn || this.#isHeldBack) emit({ type: "held-back", isOn });
    this.#isHeldBack = isOn;
    this.#cancelRetry();
    if (isOn) this.#cancelRetry = timers.after(heldBackMs, () => this.poke());
  }

  async #askAlive(match: Match, signal: AbortSignal): Promise<PollOutcome> {
    const { client, emit } = this.#deps;
    try {
      const current = await client.matchmake({ ...ONE_TRY, signal });
      if (signal.aborted) return "nothing";
      if (current.match?.pairId === match.pairId) {
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

/** Only the way of asking may have changed. */
function isSame(one: Expectation, other: Expectation): boolean {
  const pairIdOf = (it: Expectation) => "pairId" in it ? it.pairId : null;
  return one.kind === other.kind && pairIdOf(one) === pairIdOf(other);
}
