/**
 * Lengths of periods, and which ones make up which.
 *
 * @module
 */

/** Lengths of periods, short to long. */
export type TierName = "five" | "hour" | "day";

/** One length of period. */
export interface Tier {
  /** Its name, which is part of keys. */
  name: TierName;
  /** Length, milliseconds. */
  lengthMs: number;
  /** How long its figures are kept, milliseconds. */
  keepMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long segments are kept, milliseconds. */
export const SEGMENT_KEEP_MS: number = 2 * DAY_MS;

/** All tiers; each is made of the one before, the first one of segments. */
export const TIERS: Readonly<Record<TierName, Tier>> = {
  five: { name: "five", lengthMs: 5 * MINUTE_MS, keepMs: SEGMENT_KEEP_MS },
  hour: { name: "hour", lengthMs: HOUR_MS, keepMs: 90 * DAY_MS },
  day: { name: "day", lengthMs: DAY_MS, keepMs: 730 * DAY_MS },
};

/** The tier a tier is made of; `null` for the one made of segments. */
export const PARTS_OF: Readonly<Record<TierName, TierName | null>> = {
  five: null,
  hour: "five",
  day: "hour",
};

/** The tier that a tier is a part of; `null` for the longest. */
export const WHOLE_OF: Readonly<Record<TierName, TierName | null>> = {
  five: "hour",
  hour: "day",
  day: null,
};

/** Start of the period that a moment is in, Unix milliseconds (UTC). */
export function periodStart(tier: TierName, atMs: number): number {
  const { lengthMs } = TIERS[tier];
  return Math.floor(atMs / lengthMs) * lengthMs;
}
