/**
 * Gathers what the store has of a call whose record is not closed.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import { kpisOfPair } from "@/lib/monitoring/calls/kpi_store.ts";
import { liveKeys } from "@/lib/monitoring/live/keys.ts";
import {
  type LoggedEmission,
  loggedOf,
  type StoredLog,
  type StoredRow,
} from "@/lib/monitoring/live/live_rows.ts";
import { sideOf } from "@/lib/protocol/role.ts";
import type { Verdict } from "@/lib/monitoring/overview/call_record.ts";
import { type MemberRecord, memberRecord } from "./member_record.ts";
import { replay, type Sample } from "./replay.ts";
import { judge } from "./verdict.ts";

/** A call as it is known from what was logged of it. */
export interface GatheredCall {
  /** When it began, Unix milliseconds; `null` when only reports tell of it. */
  startedAt: number | null;
  /** Members who have told of themselves. */
  members: MemberRecord[];
  /** Their states, by member. */
  samples: ReadonlyMap<string, readonly Sample[]>;
  /** Where its trouble was. */
  verdict: Verdict;
  /** What it was read from, to be removed once the record is closed. */
  keys: Deno.KvKey[];
}

interface Logged {
  country: string;
  emissions: LoggedEmission[];
}

/** Gathers a call; one that nobody told of has no members. */
export async function gatherCall(
  store: Store,
  pairId: string,
): Promise<GatheredCall> {
  const logged = new Map<string, Logged>();
  const keys: Deno.KvKey[] = [];
  let startedAt: number | null = null;
  const of = (side: string) => {
    const known = logged.get(side) ?? { country: "XX", emissions: [] };
    logged.set(side, known);
    return known;
  };
  const log = store.list<StoredLog>({ prefix: liveKeys.logOf(pairId) });
  for await (const { key, value } of log) {
    keys.push(key);
    of(key[2] as string).emissions.push(...loggedOf(value));
  }
  const rows = store.list<StoredRow>({ prefix: liveKeys.membersOf(pairId) });
  for await (const { key, value } of rows) {
    keys.push(key);
    startedAt = value.startedAt;
    const known = of(key[2] as string);
    known.country = value.country;
    known.emissions.push(...value.tail ?? []);
  }
  const kpis = await kpisOfPair(store, pairId);
  for (const { role } of kpis) if (role !== undefined) of(sideOf(role));
  const samples = new Map(
    [...logged].map(([side, { emissions }]) => [side, replay(emissions)]),
  );
  const members = [...logged].map(([id, { country }]) =>
    memberRecord({ id, country, samples: samples.get(id)!, kpis })
  ).sort((one, other) => one.id < other.id ? -1 : 1);
  const verdict = judge({
    a: samples.get("a") ?? [],
    b: samples.get("b") ?? [],
  });
  return { startedAt, members, samples, verdict, keys };
}
