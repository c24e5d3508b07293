/**
 * Which step of quality we send at, as arithmetic on what the browser says of
 * its encoder and of the network.
 *
 * A call begins with a small picture, which is there soonest, and goes to what
 * the network takes as soon as that is known. From then on it goes down after
 * seconds of trouble and up after more seconds without, and up more slowly each
 * time that this was too early, so that the picture does not keep changing.
 *
 * @module
 */

import { FIRST_LEVEL, LOWEST_LEVEL, SENDING_LEVELS } from "./levels.ts";

/** What holds the encoder back. Source: W3C, RTCQualityLimitationReason. */
export type Limit = "none" | "cpu" | "bandwidth";

/** One reading. */
export interface SendingReading {
  /** What holds the encoder back; `null` where the browser does not say. */
  readonly limit: Limit | null;
  /** What the network takes, bits per second; `null` where it is not known. */
  readonly availableBps: number | null;
}

/** Where we are. */
export interface SendingPlan {
  /** Number of the step. */
  readonly level: number;
  /** What held the encoder back last. */
  readonly limit: Limit | null;
  /** Since when it does, Unix milliseconds. */
  readonly sinceMs: number;
  /** When we last went up, Unix milliseconds. */
  readonly upAtMs: number;
  /** How long all must be well before we go up, milliseconds. */
  readonly upAfterMs: number;
  /**
   * When the call began, Unix milliseconds, while it has not found its step;
   * `null` from then on.
   */
  readonly openedAtMs: number | null;
}

/** Milliseconds of a full line after which we send less. */
export const BANDWIDTH_MS = 4_000;
/** The same for a busy processor, which may only have begun something else. */
export const CPU_MS = 6_000;
/** Milliseconds without trouble after which we send more, at first. */
export const UP_AFTER_MS = 10_000;
/** The same after many tries that failed. */
export const MAX_UP_AFTER_MS = 160_000;
/** Who has to go down again within this went up too early, milliseconds. */
const TOO_EARLY_MS = 30_000;
/**
 * Milliseconds that a call may take to find its step. Where nothing is known of
 * the network until then, the best picture is tried.
 */
export const OPENING_MS = 3_000;
/** The network is to take this much more than a better picture needs. */
const HEADROOM = 1.15;

/** Begins with a small picture. */
export function startSending(bestLevel: number, nowMs: number): SendingPlan {
  const level = Math.max(bestLevel, FIRST_LEVEL);
  return {
    level,
    limit: null,
    sinceMs: nowMs,
    upAtMs: -Infinity,
    upAfterMs: UP_AFTER_MS,
    openedAtMs: level > bestLevel ? nowMs : null,
  };
}

/** What a reading is seen in the light of. */
export interface SendingBounds {
  /** The best step there may be. */
  readonly bestLevel: number;
  /** When it was read, Unix milliseconds. */
  readonly nowMs: number;
}

/** Takes note of a reading. */
export function followSending(
  plan: SendingPlan,
  reading: SendingReading,
  { bestLevel, nowMs }: SendingBounds,
): SendingPlan {
  if (plan.openedAtMs !== null) {
    return followOpening(plan, reading, { bestLevel, nowMs });
  }
  const { limit, availableBps } = reading;
  const isSame = limit === plan.limit && plan.level >= bestLevel;
  const sinceMs = isSame ? plan.sinceMs : nowMs;
  const level = Math.max(plan.level, bestLevel);
  const next = { ...plan, limit, sinceMs, level };
  const heldMs = nowMs - sinceMs;
  switch (limit) {
    case "cpu":
      return heldMs >= CPU_MS ? goDown(next, level + 1, nowMs) : next;
    case "bandwidth": {
      const isShort = isTooMuch(level, availableBps);
      if (heldMs < BANDWIDTH_MS || !isShort) return next;
      return goDown(next, affordable(level + 1, availableBps), nowMs);
    }
    case "none": {
      const isWell = heldMs >= plan.upAfterMs && level > bestLevel &&
        hasRoom(level - 1, availableBps);
      if (!isWell) return next;
      return { ...next, level: level - 1, sinceMs: nowMs, upAtMs: nowMs };
    }
    case null:
      return next;
  }
}

/**
 * The first seconds: up at once to what the network takes, unless the processor
 * has enough to do. A full line is no reason to stay, since that of a moment ago
 * was a guess; nor is it one to go down yet.
 */
function followOpening(
  plan: SendingPlan,
  { limit, availableBps }: SendingReading,
  { bestLevel, nowMs }: SendingBounds,
): SendingPlan {
  const isLate = nowMs - plan.openedAtMs! >= OPENING_MS;
  const isKnown = limit !== "cpu" && (availableBps !== null || isLate);
  const found = isKnown ? roomiest(availableBps) : plan.level;
  const level = Math.max(bestLevel, Math.min(plan.level, found));
  const isUp = level < plan.level;
  return {
    ...plan,
    level,
    limit,
    sinceMs: nowMs,
    upAtMs: isUp ? nowMs : plan.upAtMs,
    openedAtMs: isLate || level === bestLevel ? null : plan.openedAtMs,
  };
}

function goDown(
  plan: SendingPlan,
  level: number,
  nowMs: number,
): SendingPlan {
  if (plan.level === LOWEST_LEVEL) return plan;
  const wasTooEarly = nowMs - plan.upAtMs < TOO_EARLY_MS;
  const upAfterMs = wasTooEarly
    ? Math.min(plan.upAfterMs * 2, MAX_UP_AFTER_MS)
    : UP_AFTER_MS;
  return { ...plan, level, sinceMs: nowMs, upAfterMs };
}

/** A full line is none of our making where it takes what we need. */
function isTooMuch(level: number, availableBps: number | null): boolean {
  return availableBps === null ||
    availableBps < SENDING_LEVELS[level]!.neededBps;
}

function hasRoom(level: number, availableBps: number | null): boolean {
  return availableBps === null ||
    availableBps >= SENDING_LEVELS[level]!.neededBps * HEADROOM;
}

/** The best step that the network takes with ease. */
function roomiest(availableBps: number | null): number {
  const level = SENDING_LEVELS.findIndex((_, i) => hasRoom(i, availableBps));
  return level === -1 ? LOWEST_LEVEL : level;
}

/** The best step from this one on that the network takes. */
function affordable(from: number, availableBps: number | null): number {
  if (availableBps === null) return Math.min(from, LOWEST_LEVEL);
  for (let level = from; level < LOWEST_LEVEL; level++) {
    if (!isTooMuch(level, availableBps)) return level;
  }
  return LOWEST_LEVEL;
}
