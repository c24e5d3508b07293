/**
 * Past calls added up: what their members' pages measured, where their trouble
 * was, and what was relayed. Only what members said is in it, for as long as
 * each word of theirs held.
 *
 * @module
 */

import type { QualityLevel } from "@/lib/protocol/call_stats.ts";
import type { VerdictPlace } from "@/lib/monitoring/overview/call_record.ts";
import { type PlainSketch, Sketch } from "@/lib/monitoring/core/sketch.ts";

/** Some calls added up, as plain data: fits in JSON and in Deno KV. */
export interface PlainCallTally {
  /** Calls. */
  callCount: number;
  /** Bytes over members' relays because no direct path worked. */
  relayedNeededBytes: number;
  /** Bytes over relays that members asked for. */
  relayedChosenBytes: number;
  /** Time that members' calls were of each level, milliseconds. */
  qualityMs: Partial<Record<QualityLevel, number>>;
  /** Round trips, milliseconds, one for each word of a member. */
  rttMs: PlainSketch;
  /** Losses, percent, one for each word of a member. */
  lossPct: PlainSketch;
  /** Where calls had their trouble. */
  verdicts: Partial<Record<VerdictPlace, number>>;
}

/** One word of a member. */
export interface CallWord {
  /** For how long it held, milliseconds. */
  heldMs: number;
  /** Level of the call. */
  quality?: QualityLevel | undefined;
  /** Round trip, milliseconds. */
  rttMs?: number | undefined;
  /** Share of packets lost, 0 to 1. */
  lossShare?: number | undefined;
}

/** Adds calls up. */
export class CallTally {
  /** Calls. */
  callCount = 0;
  /** Bytes over members' relays because no direct path worked. */
  relayedNeededBytes = 0;
  /** Bytes over relays that members asked for. */
  relayedChosenBytes = 0;
  /** Round trips, milliseconds. */
  readonly rttMs: Sketch = new Sketch();
  /** Losses, percent. */
  readonly lossPct: Sketch = new Sketch();
  /** Time that members' calls were of each level, milliseconds. */
  readonly qualityMs: Map<QualityLevel, number> = new Map();
  /** Where calls had their trouble. */
  readonly verdicts: Map<VerdictPlace, number> = new Map();

  /** Adds one word of a member. Values are rounded, so that sums are exact. */
  addWord({ heldMs, quality, rttMs, lossShare }: CallWord): void {
    if (quality !== undefined) increase(this.qualityMs, quality, heldMs);
    if (rttMs !== undefined) this.rttMs.add(Math.round(rttMs));
    // To 1/16 %: sums of such steps are exact.
    if (lossShare !== undefined) {
      this.lossPct.add(Math.round(lossShare * 1600) / 16);
    }
  }

  /** Adds what was relayed for a member. */
  addRelayed(bytes: number, because: "needed" | "chosen"): void {
    if (because === "needed") this.relayedNeededBytes += Math.round(bytes);
    else this.relayedChosenBytes += Math.round(bytes);
  }

  /** Adds the end of a call. */
  addCall(verdict: VerdictPlace): void {
    this.callCount++;
    increase(this.verdicts, verdict, 1);
  }

  /** Adds calls that were added up before. */
  addPlain(plain: PlainCallTally): void {
    this.callCount += plain.callCount;
    this.relayedNeededBytes += plain.relayedNeededBytes;
    this.relayedChosenBytes += plain.relayedChosenBytes;
    this.rttMs.addPlain(plain.rttMs);
    this.lossPct.addPlain(plain.lossPct);
    for (const [level, ms] of Object.entries(plain.qualityMs)) {
      increase(this.qualityMs, level as QualityLevel, ms);
    }
    for (const [place, count] of Object.entries(plain.verdicts)) {
      increase(this.verdicts, place as VerdictPlace, count);
    }
  }

  /** All of it as plain data. */
  toPlain(): PlainCallTally {
    return {
      callCount: this.callCount,
      relayedNeededBytes: this.relayedNeededBytes,
      relayedChosenBytes: this.relayedChosenBytes,
      qualityMs: Object.fromEntries(this.qualityMs),
      rttMs: this.rttMs.toPlain(),
      lossPct: this.lossPct.toPlain(),
      verdicts: Object.fromEntries(this.verdicts),
    };
  }
}

function increase<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
