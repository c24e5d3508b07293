/**
 * Tells our server the state of one call, as often as the rule has it. After an
 * emission that was not acknowledged comes the whole state, so a lost one costs
 * time only.
 *
 * @module
 */

import type { CallStats, StatsEmission } from "@/lib/protocol/call_stats.ts";
import { statsAnswerSchema } from "@/lib/protocol/stats_answer.ts";
import { MAX_RETRY_AFTER_SECONDS } from "@/lib/protocol/limits.ts";
import { backoffMs } from "@/lib/retry/backoff.ts";
import {
  type EmissionLog,
  NEW_LOG,
  nextEmission,
} from "@/lib/webrtc_stats/emission_log.ts";
import { causeOf, type ToldState } from "@/lib/webrtc_stats/emission_rule.ts";
import {
  FULL_BUCKET,
  REFILL_MS,
  takeToken,
  type TokenBucket,
} from "@/lib/webrtc_stats/token_bucket.ts";
import { withDeadline } from "../signaling/deadline.ts";
import { sleep, type Timers } from "../timers.ts";

/** Where emissions go. */
const URL_PATH = "/api/monitoring/stats";

/** Milliseconds after which an answer is no longer waited for. */
const ANSWER_TIMEOUT_MS = 8_000;

/** How long a failed emission waits; the bucket makes it longer. */
const FAILURE_WAITS = { firstMs: 2_000, longestMs: 10_000 };

/** How often the end of a call is told, until the server has it. */
const LAST_ATTEMPTS = 5;

/** What sending takes; the browser's own, or stand-ins. */
export interface StatsEmitterDeps {
  /** `fetch`. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** `navigator.sendBeacon`. */
  readonly sendBeacon: (url: string, body: Blob) => boolean;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Source of jitter in [0, 1). */
  readonly random: () => number;
  /** What the page may still send; one for all of its calls. */
  readonly allowance: Allowance;
}

/** Holds the bucket of a page, from call to call. */
export class Allowance {
  #bucket: TokenBucket = FULL_BUCKET;

  /** Says whether one more may be sent, and counts it. */
  take(nowMs: number, isLast = false): boolean {
    const left = takeToken(this.#bucket, nowMs, isLast);
    if (left !== null) this.#bucket = left;
    return left !== null;
  }
}

/** What became of the emissions of a call. */
export interface EmissionCounts {
  /** Sent, by whichever way. */
  readonly sent: number;
  /** Answered well. */
  readonly acknowledged: number;
  /** Refused, or without an answer. */
  readonly failed: number;
}

/** Emits the states of one call, from its first to its end. */
export class StatsEmitter {
  readonly #pairId: string;
  readonly #deps: StatsEmitterDeps;
  #log: EmissionLog = NEW_LOG;
  #last: ToldState | null = null;
  #newest: CallStats | null = null;
  #isSending = false;
  /** The call has ended, or the server does not want to hear of it. */
  #isOver = false;
  #failures = 0;
  #notBeforeMs = 0;
  #counts: EmissionCounts = { sent: 0, acknowledged: 0, failed: 0 };

  /** Makes one that has told nothing. */
  constructor(pairId: string, deps: StatsEmitterDeps) {
    this.#pairId = pairId;
    this.#deps = deps;
  }

  /** What became of them so far. */
  get counts(): EmissionCounts {
    return this.#counts;
  }

  /** Takes note of the state, and tells it when it is time. */
  follow(stats: CallStats): void {
    this.#newest = stats;
    const nowMs = this.#deps.timers.nowMs();
    if (this.#isSending || this.#isOver || nowMs < this.#notBeforeMs) return;
    if (causeOf(this.#last, stats, nowMs) === null) return;
    if (this.#deps.allowance.take(nowMs)) void this.#send(stats);
  }

  /** Tells the whole state next, at once: there was a gap, or a reconnect. */
  resync(): void {
    this.#log = { ...this.#log, acknowledged: null };
    this.#last = null;
  }

  /** Tells how the call ended; the page stays, and tries some times. */
  async end(): Promise<void> {
    const stats = this.#close();
    if (stats === null) return;
    const { timers, allowance } = this.#deps;
    for (let attempt = 1; attempt <= LAST_ATTEMPTS; attempt++) {
      const isAllowed = allowance.take(timers.nowMs(), true);
      if (isAllowed && await this.#send(stats)) return;
      const waitMs = isAllowed
        ? Math.max(this.#notBeforeMs - timers.nowMs(), FAILURE_WAITS.firstMs)
        : REFILL_MS;
      await sleep(timers, waitMs);
    }
  }

  /** Tells how the call ended; the page goes, and hears no answer. */
  depart(): void {
    const stats = this.#close();
    const { timers, allowance, sendBeacon } = this.#deps;
    if (stats === null || !allowance.take(timers.nowMs(), true)) return;
    const body = JSON.stringify(this.#emissionOf(stats));
    const blob = new Blob([body], { type: "application/json" });
    let isSent = false;
    try {
      isSent = sendBeacon(URL_PATH, blob);
    } catch {
      // An old browser, or an extension that blocks beacons: it counts as lost,
      // and must not hold up what the page does besides when it goes.
    }
    this.#count(isSent ? "sent" : "failed");
  }

  /** Ends what {@link follow} does; gives the last state, if there is one. */
  #close(): CallStats | null {
    const stats = this.#isOver ? null : this.#newest;
    this.#isOver = true;
    return stats && { ...stats, connection: "ended" };
  }

  #emissionOf(stats: CallStats): StatsEmission {
    const { log, content } = nextEmission(this.#log, stats);
    this.#log = log;
    return {
      pairId: this.#pairId,
      ...content,
      ts: this.#deps.timers.nowMs(),
    };
  }

  /** Says whether there is nothing to send again. */
  async #send(stats: CallStats): Promise<boolean> {
    const emission = this.#emissionOf(stats);
    const before = this.#last;
    const told = { stats, atMs: emission.ts };
    this.#last = told;
    this.#isSending = true;
    this.#count("sent");
    let outcome: Outcome = { isFailed: true };
    try {
      outcome = await outcomeOf(await this.#post(emission));
    } catch {
      // Out of reach, or no answer in time: it counts as failed.
    }
    this.#isSending = false;
    // It was asked for the whole state meanwhile.
    const isStale = this.#last !== told;
    if (outcome.isFailed) {
      this.#fail(outcome);
      // What was told in vain is told again.
      if (!isStale) this.#last = before;
      return outcome.isRefused === true;
    }
    this.#failures = 0;
    this.#count("acknowledged");
    if (outcome.wantsAll) this.resync();
    else if (!isStale) this.#log = { ...this.#log, acknowledged: stats };
    return !outcome.wantsAll;
  }

  #post(emission: StatsEmission): Promise<Response> {
    const { timers, fetch } = this.#deps;
    const deadline = { timeoutMs: ANSWER_TIMEOUT_MS };
    return withDeadline(timers, deadline, (signal) =>
      fetch(URL_PATH, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(emission),
        keepalive: true,
        signal,
      }));
  }

  #fail({ isRefused, retryAfterMs = 0 }: Outcome): void {
    const { timers, random } = this.#deps;
    this.#count("failed");
    if (isRefused) this.#isOver = true;
    this.#failures++;
    const waitMs = backoffMs(this.#failures, random, FAILURE_WAITS);
    this.#notBeforeMs = timers.nowMs() + Math.max(waitMs, retryAfterMs);
  }

  #count(what: keyof EmissionCounts): void {
    this.#counts = { ...this.#counts, [what]: this.#counts[what] + 1 };
  }
}

/** What a server said to an emission. */
interface Outcome {
  /** Whether it does not have it. */
  isFailed: boolean;
  /** Whether it does not want to hear of the call any more. */
  isRefused?: boolean;
  /** How long it wants to be left alone, milliseconds. */
  retryAfterMs?: number;
  /** Whether it needs the whole state. */
  wantsAll?: boolean;
}

async function outcomeOf(response: Response): Promise<Outcome> {
  if (response.ok) {
    const { resync } = statsAnswerSchema.parse(await response.json());
    return { isFailed: false, wantsAll: resync === true };
  }
  await response.body?.cancel();
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  return {
    isFailed: true,
    // The pair is over for the server, or was never ours.
    isRefused: response.status === 403,
    ...(seconds > 0 && {
      retryAfterMs: Math.min(seconds, MAX_RETRY_AFTER_SECONDS) * 1_000,
    }),
  };
}
