/**
 * What the store holds of calls under way: rows of members, and which calls
 * changed.
 *
 * States and emissions are kept as JSON: a text is made once, takes a fraction
 * of what its objects take in memory, and tells its size.
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

/**
 * Emissions of one second as they are stored: JSON of a list. Older versions of
 * the site stored the list itself.
 */
export type StoredLog = string | readonly LoggedEmission[];

/** Reads emissions as they are stored, oldest first. */
export function loggedOf(stored: StoredLog): readonly LoggedEmission[] {
  return parsed(stored);
}

/** One instance's row of a member, as it is stored. */
export interface StoredRow extends LiveSeat {
  /** What it knows: JSON; of older versions of the site the object itself. */
  state: string | MemberState;
  /** Emissions that older versions of the site logged later. */
  tail?: readonly LoggedEmission[];
  /** When it says nothing any more, Unix milliseconds. */
  expiresAt: number;
}

/** One instance's row of a member. */
export interface LiveRow extends Omit<StoredRow, "state"> {
  /** What it knows. */
  state: MemberState;
}

/** Reads a row as it is stored. */
export function rowOf(stored: StoredRow): LiveRow {
  return { ...stored, state: parsed(stored.state) };
}

function parsed<T extends object>(stored: string | T): T {
  return typeof stored === "string" ? JSON.parse(stored) : stored;
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
    const { key, value } of store.list<StoredRow>({ prefix }, {
      batchSize: 500,
    })
  ) {
    const [, pairId, side, instanceId] = key as [
      string,
      string,
      string,
      string,
    ];
    yield { pairId, side, instanceId, row: rowOf(value) };
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
