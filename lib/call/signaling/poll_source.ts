/**
 * Signals by polling: turns what the page waits for into the few questions
 * that have to be asked, and their answers into the typed stream. An event
 * stream can take its place without anybody noticing.
 *
 * @module
 */

import type { Match, Role } from "@/lib/protocol/role.ts";
import { CandidateLog } from "./candidate_log.ts";
import { signalOf } from "./event_signals.ts";
import { PollLoop, type PollOutcome } from "./poll_loop.ts";
import {
  FIRST_SLOWING_MS,
  MIN_INTERVAL_MS,
  type PollPace,
  SLOW_INTERVAL_MS,
} from "./poll_schedule.ts";
import type { SignalingClient } from "./rest_client.ts";
import { isNotQueued, SignalingError } from "./signaling_error.ts";
import {
  awaitedDescription,
  type Expectation,
  type Signal,
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

/**
 * Whether polling is all there is, or an event stream brings the news and
 * polling only shows that the page is there.
 */
export type PollingMode = "alone" | "beside-stream";

/** Asks the REST contract for signals. */
export class PollSource {
  readonly #deps: PollSourceDeps;
  #loops: PollLoop[] = [];
  /** When the first question was asked that nobody has answered since. */
  #unansweredSinceMs: number | null = null;
  #isLost = false;
  /**
   * Whether the server was out of reach during this call and may have forgotten
   * it. Its answer that the pair is over then says nothing about the other side;
   * when that one leaves, the connection breaks.
   */
  #mayHaveForgotten = false;
  #expected: Expectation = { kind: "nothing" };
  #isHeldBack = false;
  #cancelRetry: () => void = () => {};
  #candidateLog = new CandidateLog("");
  /** Where reading the news ended; `null` while a stream tells them. */
  #newsPosition: string | null = null;

  /** Makes a source that asks nothing yet. */
  constructor(deps: PollSourceDeps) {
    this.#deps = deps;
  }

  /** Says what is awaited from now on, and whether anybody else tells it. */
  expect(expectation: Expectation, mode: PollingMode = "alone"): void {
    for (const loop of this.#loops) loop.stop();
    this.#cancelRetry();
    this.#loops = [];
    if (!isSame(expectation, this.#expected)) this.#begin();
    this.#expected = expectation;
    if (mode === "beside-stream") {
      this.#newsPosition = null;
      return this.#showLife(expectation);
    }
    if (expectation.kind === "match") {
      this.#poll("keen", (signal) => this.#askForMatch(signal));
      this.#watchNews(null);
    }
    if (expectation.kind === "negotiation") {
      const { pairId } = expectation;
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
      this.#watchNegotiations(expectation);
      this.#watchNews(pairId);
    }
  }

  #begin(): void {
    this.#unansweredSinceMs = null;
    this.#isLost = false;
    this.#mayHaveForgotten = false;
  }

  /** A new negotiation has candidates of its own, after the end of the last. */
  #watchNegotiations({ pairId, role }: Match): void {
    const type = awaitedDescription(role);
    let lastGen: number | null = null;
    this.#poll("relaxed", async (signal) => {
      const { client, emit } = this.#deps;
      const options = { ...ONE_TRY, signal };
      const found = await client.getDescription(type, { pairId }, options);
      if (signal.aborted || !found || found.gen === lastGen) return "nothing";
      lastGen = found.gen;
      emit({ type, ...found });
      if (this.#candidateLog.goesOnIn(found.gen)) {
        this.#poll("eager", (signal) => this.#askForCandidates(pairId, signal));
      }
      return "news";
    }, MIN_INTERVAL_MS);
  }

  /** Asks for what no other answer tells, of this call and of those before. */
  #watchNews(pairId: string | null): void {
    this.#poll("relaxed", async (signal) => {
      const { client, emit } = this.#deps;
      const query = { after: this.#newsPosition };
      const news = await client.getNews(query, { ...ONE_TRY, signal });
      if (signal.aborted) return "nothing";
      this.#newsPosition = news.position;
      for (const event of news.events) {
        const isOfCall = event.data.pairId === pairId;
        const told = event.name === "back-asked" || isOfCall
          ? signalOf(event)
          : null;
        if (told !== null) emit(told);
      }
      return news.events.length > 0 ? "news" : "nothing";
    }, MIN_INTERVAL_MS);
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
          this.#unansweredSinceMs ??= timers.nowMs();
          return ask(signal);
        },
        pace,
        firstDelayMs,
        timers,
        random,
        onAnswer: () => {
          this.#unansweredSinceMs = null;
          if (this.#isLost) this.#deps.emit({ type: "found" });
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
    this.#mayHaveForgotten ||= this.#expected.kind === "call" &&
      (status === 0 || status >= 500);
    const nowMs = timers.nowMs();
    const silentMs = nowMs - (this.#unansweredSinceMs ?? nowMs);
    if (silentMs >= LOST_AFTER_MS && !this.#isLost) {
      this.#isLost = true;
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
    if (this.#candidateLog.pairId !== pairId) {
      this.#candidateLog = new CandidateLog(pairId);
    }
    const log = this.#candidateLog;
    if (log.isComplete) return "done";
    const entries = await client.getCandidates(
      { pairId, after: log.count },
      { ...ONE_TRY, signal },
    );
    if (signal.aborted || entries.length === 0) return "nothing";
    log.note(entries);
    emit({ type: "ice", candidates: entries.map(({ cand }) => cand) });
    return log.isComplete ? "done" : "news";
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
