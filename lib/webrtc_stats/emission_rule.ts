/**
 * When the state of a call is told to the server.
 *
 * @module
 */

import type { CallStats } from "@/lib/protocol/call_stats.ts";

/** Longest time between two emissions, milliseconds. Source: DESIGN.md §3. */
export const EMIT_EVERY_MS = 10_000;

/** Share by which the total bitrate changes at once worth telling. */
const BITRATE_CHANGE = 0.5;

/** Loss that is told at once when it is crossed, either way. */
const LOSS_CROSSING = 0.05;

/** Why a state is told now. */
export type EmissionCause =
  | "first"
  | "quality"
  | "relay"
  | "loss"
  | "bitrate"
  | "period";

/** A state as it was told. */
export interface ToldState {
  /** The state. */
  readonly stats: CallStats;
  /** When, Unix milliseconds. */
  readonly atMs: number;
}

/**
 * Tells why a state is to be told now.
 *
 * Source: DESIGN.md §3, "Emission".
 *
 * @param last What was told last; `null` for nothing.
 * @param now The state now.
 * @param nowMs Current time, Unix milliseconds.
 * @returns `null` while there is no reason.
 */
export function causeOf(
  last: ToldState | null,
  now: CallStats,
  nowMs: number,
): EmissionCause | null {
  if (last === null) return "first";
  const before = last.stats;
  if (before.quality !== now.quality) return "quality";
  if (now.isRelayed && !before.isRelayed) return "relay";
  if (hasLossCrossed(before, now)) return "loss";
  if (hasBitrateChanged(before, now)) return "bitrate";
  // A clock that was set back has not told when it is time.
  const isTime = Math.abs(nowMs - last.atMs) >= EMIT_EVERY_MS;
  return isTime ? "period" : null;
}

function hasLossCrossed(before: CallStats, now: CallStats): boolean {
  return (["lossShare", "lossUpShare"] as const).some((field) => {
    const [from, to] = [before[field], now[field]];
    if (to === undefined) return false;
    return (from ?? 0) >= LOSS_CROSSING !== to >= LOSS_CROSSING;
  });
}

/** From or to an unknown bitrate is no change of it. */
function hasBitrateChanged(before: CallStats, now: CallStats): boolean {
  const [from, to] = [totalBpsOf(before), totalBpsOf(now)];
  if (from === undefined || to === undefined) return false;
  return Math.abs(to - from) > BITRATE_CHANGE * from;
}

/**
 * Adds up the bitrates of a state, both ways.
 *
 * @returns Bits per second; `undefined` when none is known.
 */
function totalBpsOf(
  { upAudioBps, upVideoBps, downAudioBps, downVideoBps }: CallStats,
): number | undefined {
  const known = [upAudioBps, upVideoBps, downAudioBps, downVideoBps]
    .filter((bps) => bps !== undefined);
  return known.length === 0
    ? undefined
    : known.reduce((sum, bps) => sum + bps, 0);
}
