/**
 * Deletes what is kept about one visitor, at their wish.
 *
 * They leave queue and call as if they had pressed the button; then every place
 * that may name them is read through, and so are the calls they are known to
 * have been in. Nothing ties a visitor to calls that are long over: those are
 * found by the call's own id, or by the session that a page's beacons carry.
 *
 * @module
 */

import type { Store } from "@/lib/kv/store.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import { CALL_STATE } from "./call_state.ts";
import type { Services } from "./services.ts";

/** What is kept of calls beside their state, by the first part of the keys. */
export const CALL_BOOKS: readonly string[] = [
  "kpi",
  "kpi_by_pair",
  "live_member",
  "live_change",
  "call_log",
  "call_record",
  "call_member",
  "call_outcome",
  "call_alert",
  "call_condition",
  "alert",
  "alert_change",
  "alert_condition",
  "alert_outbox",
];

/** What holds nothing of any single visitor: sums, settings, admins' own. */
export const NOT_OF_VISITORS: readonly string[] = [
  "http_segment",
  "http_period",
  "http_dirty",
  "http_rolled_up_at",
  "rtc_period",
  "rtc_dirty",
  "rtc_rolled_up_at",
  "rtc_hour",
  "rtc_day",
  "rtc_final_until",
  "alert_bell",
  "live_bell",
  "live_minute",
  "setting",
  "admin_session",
  "admin_address",
  "admin_audit",
  "admin_passkey",
  "admin_challenge",
  "admin_recovery_code",
];

/** How many entries were deleted, by the first part of their keys. */
export type Forgotten = Record<string, number>;

/** Others may write while it is read: it is read again until nothing is left. */
const MAX_PASSES = 5;

/** A list that lost a name lives no longer than any list does, milliseconds. */
const LIST_LIFE_MS = 3_600_000;

/**
 * Deletes all about a visitor.
 *
 * @param id The visitor's id; also a call's, or that of a page's session.
 * @returns What was deleted; empty where there was nothing.
 * @throws {Error} When there is still something after several passes.
 */
export async function forgetVisitor(
  { store, queue, pairs, statsIntake }: Pick<
    Services,
    "store" | "queue" | "pairs" | "statsIntake"
  >,
  id: string,
): Promise<Forgotten> {
  const names = new Set([id]);
  const seen = new Map<string, string>();
  const places = [...CALL_STATE, ...CALL_BOOKS];
  async function* entriesAbout(): AsyncGenerator<Deno.KvEntry<unknown>> {
    for await (const entry of entriesOf(store, places)) {
      if (!isAbout(entry, names)) continue;
      seen.set(entry.key.join("/"), String(entry.key[0]));
      addCalls(names, entry);
      yield entry;
    }
  }
  // Who was in a call is told by what its end deletes: look before it ends.
  await Array.fromAsync(entriesAbout());
  await queue.leave(id);
  await pairs.end(id);
  await pairs.sweep();
  // Of a call that is over nothing more is taken in, only written.
  await statsIntake.flush();
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const entries = await Array.fromAsync(entriesAbout());
    for (const entry of entries) await remove(store, entry, names);
    if (entries.length > 0) continue;
    // The record of what a process keeps in memory still has what was there.
    await store.tidy();
    return countBy(seen.values());
  }
  throw new Error("Cannot delete all about a visitor: more keeps coming");
}

function countBy(parts: Iterable<string>): Forgotten {
  const counts: Forgotten = {};
  for (const part of parts) counts[part] = (counts[part] ?? 0) + 1;
  return counts;
}

async function* entriesOf(
  store: Store,
  places: readonly string[],
): AsyncGenerator<Deno.KvEntry<unknown>> {
  for (const place of places) {
    yield* store.list<unknown>({ prefix: [place] }, { batchSize: 500 });
  }
}

type Names = Set<string>;

function isAbout({ key, value }: Deno.KvEntry<unknown>, names: Names): boolean {
  return isNamed(key, names) || mentions(value, names);
}

/** What a key begins with says its kind, and is nobody's name. */
function isNamed([, ...parts]: Deno.KvKey, names: Names): boolean {
  return parts.some((part) => names.has(String(part)));
}

function mentions(value: unknown, names: Names): boolean {
  if (typeof value === "string") return names.has(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((part) => mentions(part, names));
}

/** What an entry may say of a call. */
interface OfCall {
  pairId?: unknown;
  /** Whether somebody says so who was not seen in the call. */
  isUnverified?: boolean;
}

/** Takes down the call that an entry about the visitor belongs to. */
function addCalls(names: Names, { key, value }: Deno.KvEntry<unknown>): void {
  const { pairId, isUnverified } = (value ?? {}) as OfCall;
  if (isUnverified) return;
  const call = key[0] === "pair_by_anon" ? value : pairId;
  if (typeof call === "string") names.add(call);
}

/** Deletes an entry; of a list only what is about the visitor. */
async function remove(
  store: Store,
  entry: Deno.KvEntry<unknown>,
  names: Names,
): Promise<void> {
  const { key, value } = entry;
  const others = Array.isArray(value) && !isNamed(key, names)
    ? value.filter((part) => !mentions(part, names))
    : [];
  const mutation: Mutation = others.length === 0
    ? { type: "delete", key }
    : { type: "set", key, value: others, expireInMs: LIST_LIFE_MS };
  // Refused where somebody wrote it meanwhile: the next pass finds it again.
  await store.commit({ checks: [entry], mutations: [mutation] });
}
