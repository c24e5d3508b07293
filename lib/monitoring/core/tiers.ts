/**
 * Lengths of periods, and which ones make up which.
 *
 * @module
 */

/** Lengths of periods; the name is part of keys. */
export type TierName = "5m" | "hour" | "day";

/** One length of period. */
export interface Tier {
  /** Length, milliseconds. */
  readonly lengthMs: number;
}

/** A tier whose periods outlive the records they were made of. */
export interface KeptTier extends Tier {
  /** How long its periods are kept, milliseconds. */
  readonly keepMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * All tiers. Five-minute periods are kept as long as the records they are made
 * of: a late record always finds the rest of its hour.
 */
export const TIERS: {
  readonly "5m": Tier;
  readonly hour: KeptTier;
  readonly day: KeptTier;
} = {
  "5m": { lengthMs: 5 * MINUTE_MS },
  hour: { lengthMs: HOUR_MS, keepMs: 90 * DAY_MS },
  day: { lengthMs: DAY_MS, keepMs: 730 * DAY_MS },
};

/** All tiers, short to long. */
export const TIER_NAMES: readonly TierName[] = ["5m", "hour", "day"];

/** The shorter tier that a tier is made of; `null`: it is made of records. */
export const CHILD_TIER: Readonly<Record<TierName, TierName | null>> = {
  "5m": null,
  hour: "5m",
  day: "hour",
};

/** The longer tier that a tier is a part of; `null` for the longest. */
export const PARENT_TIER: Readonly<Record<TierName, TierName | null>> = {
  "5m": "hour",
  hour: "day",
  day: null,
};

/** Start of the period that a moment is in, Unix milliseconds (UTC). */
export function periodStart(tier: TierName, atMs: number): number {
  const { lengthMs } = TIERS[tier];
  return Math.floor(atMs / lengthMs) * lengthMs;
}

/**
 * How long the periods of a tier are kept after their end, milliseconds.
 *
 * @param recordKeepMs How long the records they are made of are kept.
 */
export function keepMsOf(tier: TierName, recordKeepMs: number): number {
  return tier === "5m" ? recordKeepMs : TIERS[tier].keepMs;
}

/** A span of time. */
export interface Span {
  /** First moment, Unix milliseconds. */
  fromMs: number;
  /** First moment that is left out, Unix milliseconds. */
  toMs: number;
}

/** The span of the period that begins at `startAt`, Unix milliseconds. */
export function spanOf(tier: TierName, startAt: number): Span {
  return { fromMs: startAt, toMs: startAt + TIERS[tier].lengthMs };
}
