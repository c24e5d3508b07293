/**
 * What is known of one member of a call, out of emissions that may come late,
 * twice, in another order, or to several instances.
 *
 * Pure. Two states of one member can be joined in any order and any number of
 * times, so that instances need not ask each other.
 *
 * @module
 */

import {
  type CallStats,
  type CallStatsDelta,
  type StatsEmission,
  withDelta,
} from "@/lib/protocol/call_stats.ts";

/** A delta that came before one that it builds on. */
export interface AheadDelta {
  /** Its number. */
  seq: number;
  /** When it was sent, by the browser's clock, Unix milliseconds. */
  ts: number;
  /** What changed. */
  metrics: CallStatsDelta;
}

/** What is known of one member. */
export interface MemberState {
  /**
   * When the page sent its first full state, by the browser's clock, Unix
   * milliseconds: tells a page from the one before it. -1 before that.
   */
  pageTs: number;
  /** The last emission up to which none is missing; -1 before the first. */
  seq: number;
  /** When that one was sent, by the browser's clock, Unix milliseconds. */
  ts: number;
  /** The state as of that one. */
  stats: CallStats;
  /** What came after a gap, in order. */
  ahead: readonly AheadDelta[];
  /** When something new last came, by the server's clock, Unix milliseconds. */
  updatedAt: number;
}

/** Nothing is known. */
export const NO_STATE: MemberState = {
  pageTs: -1,
  seq: -1,
  ts: -1,
  stats: {},
  ahead: [],
  updatedAt: 0,
};

/**
 * What became of an emission: `news` changed the state, a `repeat` was known,
 * and a `baseless` one is a delta to a state that never came.
 */
export type Reception = "news" | "repeat" | "baseless";

/** Deltas kept after a gap; a page is told of the gap at the first one. */
const MAX_AHEAD = 8;

/**
 * After so long a silence a full state is believed to be of another page,
 * whatever its clock says, milliseconds: clocks are set back, too.
 */
const SILENCE_MS = 60_000;

/** Takes in one emission. */
export function receive(
  state: MemberState,
  emission: StatsEmission,
  now: number,
): { state: MemberState; reception: Reception } {
  const { seq, ts, full, metrics } = emission;
  const isNewer = seq > state.seq;
  // A page numbers its emissions from 0, and one page follows another.
  const isOfNextPage = !isNewer &&
    (ts > state.ts || now - state.updatedAt > SILENCE_MS);
  if (full && (isNewer || isOfNextPage)) {
    const isNextPage = isOfNextPage || state.pageTs < 0;
    return news({
      pageTs: isNextPage ? ts : state.pageTs,
      seq,
      ts,
      stats: withDelta({}, metrics),
      ahead: isOfNextPage ? [] : state.ahead,
    }, now);
  }
  if (isOfNextPage) return { state, reception: "baseless" };
  const isKnown = !isNewer || state.ahead.some((one) => one.seq === seq);
  if (isKnown) return { state, reception: "repeat" };
  return news({ ...state, ahead: [...state.ahead, { seq, ts, metrics }] }, now);
}

function news(
  state: Omit<MemberState, "updatedAt">,
  updatedAt: number,
): { state: MemberState; reception: Reception } {
  return { state: { ...caughtUp(state), updatedAt }, reception: "news" };
}

/** Puts on the state what its gap no longer holds back. */
function caughtUp(
  state: Omit<MemberState, "updatedAt">,
): Omit<MemberState, "updatedAt"> {
  let { seq, ts, stats } = state;
  const ahead = state.ahead.toSorted((a, b) => a.seq - b.seq);
  const hasBase = state.pageTs >= 0;
  while (hasBase && ahead.length > 0 && ahead[0]!.seq <= seq + 1) {
    const next = ahead.shift()!;
    if (next.seq <= seq) continue;
    seq = next.seq;
    ts = next.ts;
    stats = withDelta(stats, next.metrics);
  }
  return { ...state, seq, ts, stats, ahead: ahead.slice(-MAX_AHEAD) };
}

/** Says whether something is missing, so that the page is asked for it all. */
export function hasGap({ pageTs, ahead }: MemberState): boolean {
  return pageTs < 0 || ahead.length > 0;
}

/** The newest that is known, also of what came after a gap. */
export function statsOf({ stats, ahead }: MemberState): CallStats {
  return ahead.reduce((all, { metrics }) => withDelta(all, metrics), stats);
}

/** Joins what two instances know of one member. */
export function joined(one: MemberState, other: MemberState): MemberState {
  const [older, newer] = isOlder(one, other) ? [one, other] : [other, one];
  const updatedAt = Math.max(one.updatedAt, other.updatedAt);
  // What came of an earlier page says nothing about this one.
  if (older.pageTs >= 0 && older.pageTs < newer.pageTs) {
    return { ...newer, updatedAt };
  }
  const bySeq = new Map<number, AheadDelta>();
  for (const each of [...older.ahead, ...newer.ahead]) {
    bySeq.set(each.seq, each);
  }
  const ahead = [...bySeq.values()];
  return { ...caughtUp({ ...newer, ahead }), updatedAt };
}

function isOlder(one: MemberState, other: MemberState): boolean {
  return one.pageTs < other.pageTs ||
    one.pageTs === other.pageTs && one.seq < other.seq;
}
