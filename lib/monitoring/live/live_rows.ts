/**
 * What the store holds of calls under way: rows of members, and which calls
 * changed.
 *
 * @module
 */

import type { CallStatsDelta } from "@/lib/protocol/call_stats.ts";
import type { Store } from "@/lib/kv/store.ts";
import { liveKeys } from "./keys.ts";
import { joined, type MemberState } from "./member_state.ts";

/** How long a member counts as there after the last word, milliseconds. */
export const LIVE_MS = 5 * 60_000;

/** One emission as it was received, for the call's record. */
export interface LoggedEmission {
  /** When it came, Unix milliseconds. */
  receivedAt: number;
  /** Its number. */
  seq: number;
  /** When it was sent, by the browser's clock, Unix milliseconds. */
  ts: number;
  /** Whether it is a whole state. */
  full: boolean;
  /** What it says, as far as it is believed. */
  metrics: CallStatsDelta;
}

/** What is the same of a member for the whole call. */
export interface LiveSeat {
  /** When the call began, Unix milliseconds. */
  startedAt: number;
  /** Country the member gave; `XX` is unknown. */
  country: string;
}

/** One instance's row of a member. */
export interface LiveRow extends LiveSeat {
  /** What it knows. */
  state: MemberState;
  /** Emissions that are not in the log of the call yet, oldest first. */
  tail: readonly LoggedEmission[];
  /** When it says nothing any more, Unix milliseconds. */
  expiresAt: number;
}

/** What all instances together know of a member. */
export interface KnownMember extends LiveSeat {
  /** The call. */
  pairId: string;
  /** The member. */
  side: string;
  /** What is known. */
  state: MemberState;
}

/** A row with its place. */
export interface PlacedRow {
  /** The call. */
  pairId: string;
  /** The member. */
  side: string;
  /** Who wrote it. */
  instanceId: string;
  /** What it holds. */
  row: LiveRow;
}

/** Lists rows under a key, expired ones too: the call's record needs those. */
export async function* listRows(
  store: Store,
  prefix: Deno.KvKey,
): AsyncGenerator<PlacedRow> {
  for await (
    const { key, value } of store.list<LiveRow>({ prefix }, { batchSize: 500 })
  ) {
    const [, pairId, side, instanceId] = key as [
      string,
      string,
      string,
      string,
    ];
    yield { pairId, side, instanceId, row: value };
  }
}

/**
 * Reads members who are there, joining what instances know of each.
 *
 * @param prefix Of all, of one call, or of one member.
 * @param now Current time, Unix milliseconds.
 */
export async function readMembers(
  store: Store,
  prefix: Deno.KvKey,
  now: number,
): Promise<KnownMember[]> {
  const members = new Map<string, KnownMember>();
  for await (const { pairId, side, row } of listRows(store, prefix)) {
    if (row.expiresAt <= now) continue;
    const { state, startedAt, country } = row;
    const name = `${pairId}/${side}`;
    const known = members.get(name);
    members.set(name, {
      pairId,
      side,
      startedAt,
      country,
      state: known === undefined ? state : joined(known.state, state),
    });
  }
  return [...members.values()];
}

/** What changed since a reading. */
export interface LiveChanges {
  /** Calls that changed. */
  pairIds: Set<string>;
  /** Where to read on: version of the last entry read. */
  position: string;
}

/** Before every change. */
export const FIRST_POSITION: string = "0".repeat(20);

/**
 * Reads which calls changed: as many entries as there were flushes, however
 * many calls there are.
 *
 * @param after Where the last reading ended.
 * @param known Name of an instance whose changes are known already.
 */
export async function readChanges(
  store: Store,
  after: string,
  known?: string,
): Promise<LiveChanges> {
  const changes: LiveChanges = { pairIds: new Set(), position: after };
  const entries = store.list<{ writer: string; pairIds: string[] }>({
    prefix: liveKeys.changes(),
    start: liveKeys.change(`${after}\0`),
  });
  for await (const { key, value } of entries) {
    changes.position = key[1] as string;
    if (value.writer === known) continue;
    for (const pairId of value.pairIds) changes.pairIds.add(pairId);
  }
  return changes;
}

/** Finds where the log of changes ends now. */
export async function lastPosition(store: Store): Promise<string> {
  const last = store.list({ prefix: liveKeys.changes() }, {
    limit: 1,
    reverse: true,
  });
  for await (const { key } of last) return key[1] as string;
  return FIRST_POSITION;
}
