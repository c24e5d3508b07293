/**
 * Rounds a state to what can be told apart, so that noise in the last digits is
 * not sent as a change, and leaves out what is unknown.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";

/** Digits after the point, by field; others have none. */
const DIGITS: Readonly<Partial<Record<keyof CallStats, number>>> = {
  mos: 1,
  jitterMs: 1,
  lossShare: 4,
  lossUpShare: 4,
  downFps: 1,
  upFps: 1,
  pageFps: 1,
  concealedShare: 4,
  cpuLimitedShare: 2,
  bandwidthLimitedShare: 2,
};

/** A state whose unknown fields may be there as `undefined`. */
export type LooseStats = {
  readonly [K in keyof CallStats]?: CallStats[K] | undefined;
};

/** Rounds a state. */
export function rounded(stats: LooseStats): CallStats {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(stats)) {
    if (value === undefined) continue;
    if (typeof value !== "number") kept[name] = value;
    else {
      const scale = 10 ** (DIGITS[name as keyof CallStats] ?? 0);
      kept[name] = Math.round(value * scale) / scale;
    }
  }
  return kept as CallStats;
}
