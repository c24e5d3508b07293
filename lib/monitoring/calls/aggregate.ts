/**
 * Metrics of calls, made of KPI beacons: counts and sketches that merge, so
 * that an hour is the sum of its beacons and a day the sum of its hours.
 *
 * @module
 */

import { CallTally, type PlainCallTally } from "./call_tally.ts";
import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { KpiRecord } from "./kpi_store.ts";
import type { KpiReason } from "@/lib/protocol/kpi.ts";
import { type PlainSketch, Sketch } from "@/lib/monitoring/core/sketch.ts";

/** How often something was so, of the times it is known. */
export interface Share {
  /** Times it was so. */
  yesCount: number;
  /** Times it is known whether it was so. */
  knownCount: number;
}

/** The aggregate of a period as plain data: fits in JSON and in Deno KV. */
export interface PlainRtcAggregate {
  /** Beacons received and believed; all the rest is about these. */
  beaconCount: number;
  /** Beacons that were not believed; missing in older periods. */
  unverifiedCount?: number;
  /** Fields of them that were dropped. */
  droppedFieldCount: number;
  /** Times to a partner, milliseconds. */
  matchMs: PlainSketch;
  /** Times from asking for a partner to the first remote frame, ms. */
  ttfmMs: PlainSketch;
  /** Of these, the part after the match, ms; missing in older periods. */
  setupMs?: PlainSketch;
  /** Times a broken path took to recover, milliseconds. */
  reconnectMs: PlainSketch;
  /** Negotiations a call took. */
  iceTries: PlainSketch;
  /** Calls for which a path was found. */
  ice: Share;
  /** Calls over a TURN relay. */
  relay: Share;
  /** Calls over a TURN relay by TLS on port 443. */
  turns443: Share;
  /** How calls ended. */
  reasons: Partial<Record<KpiReason, number>>;
  /** How many calls reached each step. */
  steps: Partial<Record<FunnelStep, number>>;
  /** Calls whose records were closed; missing in older periods. */
  calls?: PlainCallTally;
}

/** The measures that are sketched. */
export type RtcMeasure =
  | "matchMs"
  | "ttfmMs"
  | "setupMs"
  | "reconnectMs"
  | "iceTries";

/** The questions whose answers are counted. */
export type RtcQuestion = "ice" | "relay" | "turns443";

/** All measures. */
export const RTC_MEASURES: readonly RtcMeasure[] = [
  "matchMs",
  "ttfmMs",
  "setupMs",
  "reconnectMs",
  "iceTries",
];
const QUESTIONS: readonly RtcQuestion[] = ["ice", "relay", "turns443"];

/** An aggregate that grows by beacons and by other aggregates. */
export class RtcAggregate {
  /** Beacons received and believed. */
  beaconCount = 0;
  /** Beacons that were not believed. */
  unverifiedCount = 0;
  /** Fields of them that were dropped. */
  droppedFieldCount = 0;
  /** Calls whose records were closed. */
  readonly calls: CallTally = new CallTally();
  readonly #sketches = new Map<RtcMeasure, Sketch>(
    RTC_MEASURES.map((name) => [name, new Sketch()]),
  );
  readonly #shares = new Map<RtcQuestion, Share>(
    QUESTIONS.map((name) => [name, { yesCount: 0, knownCount: 0 }]),
  );
  readonly #reasons = new Map<KpiReason, number>();
  readonly #steps = new Map<FunnelStep, number>();

  /** Values of one measure. */
  sketch(measure: RtcMeasure): Sketch {
    return this.#sketches.get(measure)!;
  }

  /** How often something was so. */
  share(name: RtcQuestion): Readonly<Share> {
    return this.#shares.get(name)!;
  }

  /** How calls ended, by reason. */
  get reasons(): ReadonlyMap<KpiReason, number> {
    return this.#reasons;
  }

  /** How many calls reached each step. */
  get steps(): ReadonlyMap<FunnelStep, number> {
    return this.#steps;
  }

  /**
   * Adds one beacon. Times are rounded to milliseconds, so sums are exact. Of an
   * unverified one nothing but its coming counts.
   */
  add(beacon: KpiRecord): void {
    if (beacon.isUnverified) {
      this.unverifiedCount++;
      return;
    }
    this.beaconCount++;
    this.droppedFieldCount += beacon.droppedFieldCount;
    for (const name of RTC_MEASURES) {
      const value = name === "setupMs" ? setupMsOf(beacon) : beacon[name];
      if (value !== undefined) this.sketch(name).add(Math.round(value));
    }
    // Who only says whether it was TLS on 443 would be counted as a relay when
    // it was, and never as none: of such senders all would seem relayed.
    const relay = beacon.relay === undefined
      ? undefined
      : beacon.relay || beacon.turns443 === true;
    this.#note("ice", beacon.iceOk);
    this.#note("relay", relay);
    this.#note("turns443", relay === false ? false : beacon.turns443);
    if (beacon.reason !== undefined) increase(this.#reasons, beacon.reason);
    for (const step of Object.keys(beacon.funnel ?? {})) {
      increase(this.#steps, step as FunnelStep);
    }
  }

  /** Adds the aggregate of another period. */
  addPlain(plain: PlainRtcAggregate): void {
    this.beaconCount += plain.beaconCount;
    this.unverifiedCount += plain.unverifiedCount ?? 0;
    this.droppedFieldCount += plain.droppedFieldCount;
    if (plain.calls !== undefined) this.calls.addPlain(plain.calls);
    for (const name of RTC_MEASURES) {
      const sketch = plain[name];
      if (sketch !== undefined) this.sketch(name).addPlain(sketch);
    }
    for (const name of QUESTIONS) {
      const share = this.#shares.get(name)!;
      share.yesCount += plain[name].yesCount;
      share.knownCount += plain[name].knownCount;
    }
    for (const [reason, count] of Object.entries(plain.reasons)) {
      increase(this.#reasons, reason as KpiReason, count);
    }
    for (const [step, count] of Object.entries(plain.steps)) {
      increase(this.#steps, step as FunnelStep, count);
    }
  }

  /** Makes an aggregate of {@link RtcAggregate.toPlain}. */
  static fromPlain(plain: PlainRtcAggregate): RtcAggregate {
    const aggregate = new RtcAggregate();
    aggregate.addPlain(plain);
    return aggregate;
  }

  /** The aggregate as plain data. */
  toPlain(): PlainRtcAggregate {
    return {
      beaconCount: this.beaconCount,
      unverifiedCount: this.unverifiedCount,
      droppedFieldCount: this.droppedFieldCount,
      matchMs: this.sketch("matchMs").toPlain(),
      ttfmMs: this.sketch("ttfmMs").toPlain(),
      setupMs: this.sketch("setupMs").toPlain(),
      reconnectMs: this.sketch("reconnectMs").toPlain(),
      iceTries: this.sketch("iceTries").toPlain(),
      ice: { ...this.share("ice") },
      relay: { ...this.share("relay") },
      turns443: { ...this.share("turns443") },
      reasons: Object.fromEntries(this.#reasons),
      steps: Object.fromEntries(this.#steps),
      calls: this.calls.toPlain(),
    };
  }

  #note(name: RtcQuestion, isSo: boolean | undefined): void {
    if (isSo === undefined) return;
    const share = this.#shares.get(name)!;
    share.knownCount++;
    if (isSo) share.yesCount++;
  }
}

/**
 * The time to first media without the wait for a partner, which says how busy
 * the site is and not how well it works. A wait nobody tells of is none.
 */
function setupMsOf({ ttfmMs, matchMs = 0 }: KpiRecord): number | undefined {
  return ttfmMs === undefined ? undefined : Math.max(0, ttfmMs - matchMs);
}

function increase<K>(counts: Map<K, number>, key: K, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
