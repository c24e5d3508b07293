/**
 * What a page that polls asks about the other side: the description it made,
 * the candidates it found, and what else the server has to tell.
 *
 * @module
 */

import type { Match } from "@/lib/protocol/role.ts";
import { CandidateLog } from "./candidate_log.ts";
import { signalOf } from "./event_signals.ts";
import type { PollOutcome } from "./poll_loop.ts";
import type { SignalingClient } from "./rest_client.ts";
import { awaitedDescription, type Signal } from "./signals.ts";

/** What the questions need from outside. */
export interface PeerQuestionsDeps {
  /** Asks the server. */
  readonly client: Pick<
    SignalingClient,
    "getDescription" | "getCandidates" | "getNews"
  >;
  /** Where the signals go. */
  readonly emit: (signal: Signal) => void;
}

/** Polls are their own retry. */
const ONE_TRY = { attempts: 1 };

/** Asks, and remembers how far the answers were read. */
export class PeerQuestions {
  readonly #deps: PeerQuestionsDeps;
  #candidateLog = new CandidateLog("");
  /** Where reading the news ended; `null` where it is to begin anew. */
  #newsPosition: string | null = null;

  /** Has asked nothing yet. */
  constructor(deps: PeerQuestionsDeps) {
    this.#deps = deps;
  }

  /** Somebody else told the news meanwhile: what was is not asked for. */
  skipNews(): void {
    this.#newsPosition = null;
  }

  /** Asks for the description that begins the call. */
  async askForDescription(
    { pairId, role }: Match,
    signal: AbortSignal,
  ): Promise<PollOutcome> {
    const { client, emit } = this.#deps;
    const type = awaitedDescription(role);
    const query = { pairId, gen: 0 };
    const found = await client.getDescription(type, query, {
      ...ONE_TRY,
      signal,
    });
    if (!found || signal.aborted) return "nothing";
    emit({ type, ...found });
    return "done";
  }

  /**
   * Makes a question for the descriptions of later negotiations.
   *
   * @param onGoesOn Told when one has candidates after the end of the last.
   */
  watchNegotiations(
    { pairId, role }: Match,
    onGoesOn: () => void,
  ): (signal: AbortSignal) => Promise<PollOutcome> {
    const { client, emit } = this.#deps;
    const type = awaitedDescription(role);
    let lastGen: number | null = null;
    return async (signal) => {
      const options = { ...ONE_TRY, signal };
      const found = await client.getDescription(type, { pairId }, options);
      if (signal.aborted || !found || found.gen === lastGen) return "nothing";
      lastGen = found.gen;
      emit({ type, ...found });
      if (this.#candidateLog.goesOnIn(found.gen)) onGoesOn();
      return "news";
    };
  }

  /** Asks for the other side's candidates, until the last one. */
  async askForCandidates(
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

  /** Asks for what no other answer tells, of this call and of those before. */
  async askForNews(
    pairId: string | null,
    signal: AbortSignal,
  ): Promise<PollOutcome> {
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
  }
}
