/**
 * How good a call is, in four levels, and why not better. The level that is
 * shown falls soon and rises late, so that it does not flicker.
 *
 * @module
 */

import {
  QUALITY_LEVELS,
  type QualityLevel,
  type QualityReason,
} from "@/lib/protocol/quality.ts";

/** What a level is made of; what is unknown is missing. */
export interface QualityFigures {
  /** Round trip, milliseconds. */
  readonly rttMs?: number | undefined;
  /** The worse of the losses both ways, 0 to 1. */
  readonly lossShare?: number | undefined;
  /** Jitter, milliseconds. */
  readonly jitterMs?: number | undefined;
  /** Whether we send and nothing comes. */
  readonly isStalled?: boolean | undefined;
}

/** A level and what keeps it from a better one. */
export interface Quality {
  /** The level. */
  readonly level: QualityLevel;
  /**
   * The figures that are at that level; none at the best, and none where all of
   * them are better by now.
   */
  readonly reasons: readonly QualityReason[];
}

/** How long a worse level lasts before it is shown, milliseconds. */
export const FALL_MS = 2_000;

/** How long a better level lasts before it is shown, milliseconds. */
export const RISE_MS = 6_000;

/** Share of a limit below which a figure must be for a level to rise. */
const RISE_BELOW = 0.9;

type Measured = "rttMs" | "lossShare" | "jitterMs";

/**
 * A figure at or above a limit is not at that level any more: excellent, good,
 * fair. Round trip and loss: DESIGN.md §3. Jitter: from 30 ms Cisco's guide to
 * voice ("Quality of Service for Voice over IP") sees it harmed; the others go
 * on from there as the round trip's do.
 */
const LIMITS: Readonly<
  Record<Measured, { reason: QualityReason; limits: readonly number[] }>
> = {
  rttMs: { reason: "rtt", limits: [100, 200, 400] },
  lossShare: { reason: "loss", limits: [0.01, 0.03, 0.05] },
  jitterMs: { reason: "jitter", limits: [30, 60, 120] },
};

const POOR = QUALITY_LEVELS.length - 1;

/**
 * Judges the figures of a moment by the worst of them.
 *
 * @returns `null` when neither round trip nor loss is known.
 */
export function qualityOf(
  figures: QualityFigures,
  strictness = 1,
): Quality | null {
  if (figures.isStalled) return { level: "poor", reasons: ["stalled"] };
  const { rttMs, lossShare } = figures;
  if (rttMs === undefined && lossShare === undefined) return null;
  const ranks = (Object.keys(LIMITS) as Measured[]).map((name) => {
    const { reason, limits } = LIMITS[name];
    const value = figures[name];
    const passed = limits.filter((limit) =>
      value !== undefined && value >= limit * strictness
    );
    return { reason, rank: passed.length };
  });
  const worst = Math.max(...ranks.map(({ rank }) => rank));
  return {
    level: QUALITY_LEVELS[worst]!,
    reasons: worst === 0
      ? []
      : ranks.filter(({ rank }) => rank === worst).map(({ reason }) => reason),
  };
}

/** A level that would be shown if it lasts. */
export interface Pending {
  /** Its place among the levels, 0 for the best. */
  readonly rank: number;
  /** Since when, milliseconds. */
  readonly sinceMs: number;
}

/** The level that is shown, and what is about to change it. */
export interface ShownQuality {
  /** What is shown; `null` while nothing is known. */
  readonly shown: Quality | null;
  /** A worse one, the mildest since then. */
  readonly falling: Pending | null;
  /** A better one, the worst since then. */
  readonly rising: Pending | null;
}

/** Nothing is known yet. */
export const NO_QUALITY: ShownQuality = {
  shown: null,
  falling: null,
  rising: null,
};

/** Takes note of the figures of a moment; unknown ones change nothing. */
export function followQuality(
  quality: ShownQuality,
  figures: QualityFigures,
  nowMs: number,
): ShownQuality {
  const now = qualityOf(figures);
  if (now === null) return { ...quality, falling: null, rising: null };
  const { shown } = quality;
  if (shown === null) return { ...NO_QUALITY, shown: now };
  const strict = qualityOf(figures, RISE_BELOW) ?? now;
  const at = (rank: number) => levelAt(rank, [now, strict]);
  const [rank, shownRank] = [rankOf(now), rankOf(shown)];
  if (rank > shownRank) {
    if (figures.isStalled) return { ...NO_QUALITY, shown: at(POOR) };
    const falling = lasting(quality.falling, rank, nowMs, Math.min);
    return nowMs - falling.sinceMs < FALL_MS
      ? { shown: at(shownRank), falling, rising: null }
      : { ...NO_QUALITY, shown: at(falling.rank) };
  }
  if (rankOf(strict) >= shownRank) {
    return { ...NO_QUALITY, shown: at(shownRank) };
  }
  const rising = lasting(quality.rising, rankOf(strict), nowMs, Math.max);
  return nowMs - rising.sinceMs < RISE_MS
    ? { shown: at(shownRank), falling: null, rising }
    : { ...NO_QUALITY, shown: at(rising.rank) };
}

/**
 * A level is shown for longer than what it came from lasts, and a reason only as
 * long as it is true: a reader sees the figure beside it.
 *
 * @param judged The figures of the moment, and by the limits for a rise.
 */
function levelAt(rank: number, judged: readonly Quality[]): Quality {
  const holding = judged.find((one) => rankOf(one) >= rank);
  return {
    level: QUALITY_LEVELS[rank]!,
    reasons: rank === 0 ? [] : holding?.reasons ?? [],
  };
}

function rankOf({ level }: Quality): number {
  return QUALITY_LEVELS.indexOf(level);
}

function lasting(
  pending: Pending | null,
  rank: number,
  nowMs: number,
  choose: (a: number, b: number) => number,
): Pending {
  if (pending === null) return { rank, sinceMs: nowMs };
  return { ...pending, rank: choose(pending.rank, rank) };
}
