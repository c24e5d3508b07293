/**
 * Everything that is live, as one process knows it while admins look on.
 *
 * Pure: it is told of changes and says what there is to tell about them.
 *
 * @module
 */

import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import type {
  LiveCall,
  LiveSnapshot,
} from "@/lib/monitoring/overview/live_calls.ts";
import type { LiveCounts } from "@/lib/monitoring/overview/live_counts.ts";
import { type KnownMember, LIVE_MS } from "./live_rows.ts";
import { joined, statsOf } from "./member_state.ts";

/** At most one change of a call in so much time, milliseconds. */
const CHANGE_EVERY_MS = 2_000;

/**
 * A change waits so long for that of the other member, milliseconds: both
 * pages mostly speak of the same thing at the same time, and the one that is
 * told second would wait for the whole interval.
 */
export const GATHER_MS = 300;

/** A page that has nothing new to say speaks this often: DESIGN.md §3, ms. */
const SPEAKS_EVERY_MS = 10_000;

/**
 * Nor does a change wait longer for a word of the other member that is due,
 * milliseconds: told without it, that one would wait for the whole interval.
 */
const SOON_MS = 1_000;

/** How long the end of a call is remembered: later nobody has its rows. */
const END_REMEMBERED_MS = 2 * LIVE_MS;

/** What there is to tell, by what it takes the place of. */
export type LiveNews = Map<string, { event: string; data: string }>;

interface Call {
  startedAt: number;
  members: Map<string, KnownMember>;
  alerts: Map<string, Alert>;
  /** As JSON; `null` when it has changed since. */
  text: string | null;
  /** When a change was last told, Unix milliseconds. */
  toldAt: number;
  /** When there is one to tell; `null`: none, or not looked at yet. */
  dueAt: number | null;
}

/** Calls and alerts, and which of them changed. */
export class LiveCalls {
  readonly #calls = new Map<string, Call>();
  readonly #alerts = new Map<string, Alert>();
  readonly #ended = new Map<string, number>();
  readonly #changed = new Set<string>();
  #news: LiveNews = new Map();
  #counts: LiveCounts = { waitingCount: 0, callCount: 0 };

  /** Calls that somebody has told of. */
  get count(): number {
    return this.#calls.size;
  }

  /** Takes note of what is known of a member. */
  noteMember({ pairId, side, startedAt, country, state }: KnownMember): void {
    if (this.#ended.has(pairId)) return;
    const call = this.#calls.get(pairId) ?? this.#begin(pairId, startedAt);
    const known = call.members.get(side)?.state;
    call.members.set(side, {
      pairId,
      side,
      startedAt,
      country,
      state: known === undefined ? state : joined(known, state),
    });
    this.#change(pairId, call);
  }

  /** Takes note of an alert, open or closed; it is told at once. */
  noteAlert(alert: Alert): void {
    const { id, subject, resolvedAt } = alert;
    this.#tell(`alert ${id}`, "alert", JSON.stringify(alert));
    const call = this.#calls.get(subject);
    for (const alerts of [this.#alerts, call?.alerts]) {
      if (resolvedAt === null) alerts?.set(id, alert);
      else alerts?.delete(id);
    }
    if (call !== undefined) this.#change(subject, call);
  }

  /** Says whether a call is known that has open alerts. */
  hasAlerts(pairId: string): boolean {
    return (this.#calls.get(pairId)?.alerts.size ?? 0) > 0;
  }

  /** Takes note of the end of a call. */
  noteEnd(pairId: string, now: number): void {
    if (!this.#ended.has(pairId)) this.#ended.set(pairId, now);
    this.#remove(pairId);
  }

  /** Takes note of who waits and talks. */
  noteCounts(counts: LiveCounts): void {
    const { waitingCount, callCount } = this.#counts;
    const isSame = waitingCount === counts.waitingCount &&
      callCount === counts.callCount;
    this.#counts = counts;
    if (!isSame) this.#tell("counts", "counts", JSON.stringify(counts));
  }

  /** Drops members who fell silent, and calls that nobody tells of any more. */
  dropSilent(now: number): void {
    for (const [pairId, call] of this.#calls) {
      const { size } = call.members;
      for (const [side, { state }] of call.members) {
        if (state.updatedAt + LIVE_MS <= now) call.members.delete(side);
      }
      if (call.members.size === 0) this.#remove(pairId);
      else if (call.members.size < size) this.#change(pairId, call);
    }
    for (const [pairId, endedAt] of this.#ended) {
      if (endedAt + END_REMEMBERED_MS <= now) this.#ended.delete(pairId);
    }
  }

  /**
   * Takes what is to be told now: alerts, ends and counts at once, of each call
   * at most one change in 2 s, and what it is by then.
   */
  takeNews(now: number): LiveNews {
    for (const pairId of this.#changed) {
      const call = this.#calls.get(pairId)!;
      call.dueAt ??= dueAtOf(call, now);
      if (now < call.dueAt) continue;
      call.toldAt = now;
      call.dueAt = null;
      this.#changed.delete(pairId);
      this.#tell(`call ${pairId}`, "call", this.#textOf(pairId, call));
    }
    const news = this.#news;
    this.#news = new Map();
    return news;
  }

  /** Every call, in no order. */
  list(): LiveCall[] {
    return Array.from(
      this.#calls,
      ([pairId, call]) => toLiveCall(pairId, call),
    );
  }

  /** Everything as JSON of a {@linkcode LiveSnapshot}. */
  snapshot(now: number): string {
    const { calls: _, ...rest }: LiveSnapshot = {
      at: now,
      counts: this.#counts,
      calls: [],
      alerts: [...this.#alerts.values()],
    };
    const texts = [...this.#calls]
      .map(([pairId, call]) => this.#textOf(pairId, call));
    return `${JSON.stringify(rest).slice(0, -1)},"calls":[${texts}]}`;
  }

  #begin(pairId: string, startedAt: number): Call {
    const alerts = new Map<string, Alert>();
    for (const alert of this.#alerts.values()) {
      if (alert.subject === pairId) alerts.set(alert.id, alert);
    }
    const call: Call = {
      startedAt,
      members: new Map(),
      alerts,
      text: null,
      toldAt: -Infinity,
      dueAt: null,
    };
    this.#calls.set(pairId, call);
    return call;
  }

  #change(pairId: string, call: Call): void {
    call.text = null;
    this.#changed.add(pairId);
  }

  #remove(pairId: string): void {
    if (!this.#calls.delete(pairId)) return;
    this.#changed.delete(pairId);
    this.#tell(`call ${pairId}`, "gone", JSON.stringify({ pairId }));
  }

  /** What is said later of the same thing takes the place of what was said. */
  #tell(about: string, event: string, data: string): void {
    this.#news.set(about, { event, data });
  }

  #textOf(pairId: string, call: Call): string {
    call.text ??= JSON.stringify(toLiveCall(pairId, call));
    return call.text;
  }
}

/** When a change that is seen now is to be told, Unix milliseconds. */
function dueAtOf({ members, toldAt }: Call, now: number): number {
  let dueAt = Math.max(now + GATHER_MS, toldAt + CHANGE_EVERY_MS);
  for (const { state: { updatedAt } } of members.values()) {
    const nextAt = updatedAt + SPEAKS_EVERY_MS;
    if (nextAt > now && nextAt <= now + SOON_MS) {
      dueAt = Math.max(dueAt, nextAt + GATHER_MS);
    }
  }
  return dueAt;
}

function toLiveCall(
  pairId: string,
  { startedAt, members, alerts }: Call,
): LiveCall {
  return {
    pairId,
    startedAt,
    members: [...members.values()]
      .sort((a, b) => a.side < b.side ? -1 : 1)
      .map(({ side, country, state }) => ({
        id: side,
        stats: statsOf(state),
        country,
        updatedAt: state.updatedAt,
      })),
    alerts: [...alerts.values()],
  };
}
