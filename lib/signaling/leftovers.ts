/**
 * Removing what was written for a pair once the pair has ended: offers,
 * answers, candidates, read marks, and what its members were told of them.
 *
 * Whatever is written for a pair is written only while it lives
 * (`Pairs.write`), so after its end nothing more can come, and one removal gets
 * it all. An owned store does it in the commit of the end. With others a mark,
 * written together with the end, stays until it is done; a process that dies in
 * between leaves the rest to the sweep of another.
 *
 * @module
 */

import { deleteKeys } from "@/lib/kv/delete_keys.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { InboxEntry } from "./inbox.ts";
import { signalingKeys } from "./keys.ts";

/** A pair that has ended. */
export interface EndedPair {
  /** Its id. */
  pairId: string;
  /** Who was in it. */
  members: readonly string[];
}

/** Entries read at once: a call has some twenty candidates a side. */
const PAGE_SIZE = 100;

/** Entries of an inbox read first: a short call, its end and the next one. */
const LATEST_SIZE = 8;

/** Marks that there is something to remove; part of the commit of the end. */
export function leftoversMarked({ pairId, members }: EndedPair): Mutation {
  return { type: "set", key: signalingKeys.leftovers(pairId), value: members };
}

/**
 * Removes everything that was written for a pair; part of the commit of the end,
 * before whatever tells of it. For owned stores.
 *
 * @param indexes The members' index entries that name the pair: since they were
 * written, all that a member was told is of this pair. After a restart they may
 * count as younger; what was told before then stays until its time is over.
 */
export function leftoversCleared(
  pairId: string,
  indexes: readonly Deno.KvEntryMaybe<string>[],
): Mutation[] {
  return [
    signalingKeys.descriptions("offer", pairId),
    signalingKeys.descriptions("answer", pairId),
    signalingKeys.iceOf(pairId),
    signalingKeys.iceReadOf(pairId),
  ].map((prefix): Mutation => ({ type: "clear", prefix })).concat(
    indexes.map(({ key, versionstamp }) => ({
      type: "clear",
      prefix: signalingKeys.inbox(key[1] as string),
      from: versionstamp!,
    })),
  );
}

/** Removes everything that was written for a pair that has ended. */
export async function removeLeftovers(
  store: Store,
  ended: EndedPair,
): Promise<void> {
  const { pairId } = ended;
  const candidates = await keysUnder(store, signalingKeys.iceOf(pairId));
  const gone = [
    // Only where there are candidates was one read.
    ...(candidates.length === 0 ? [] : [
      signalingKeys.iceRead(pairId, "a"),
      signalingKeys.iceRead(pairId, "b"),
    ]),
    ...candidates,
    ...await keysUnder(store, signalingKeys.descriptions("offer", pairId)),
    ...await keysUnder(store, signalingKeys.descriptions("answer", pairId)),
    ...await toldKeys(store, ended),
    // The mark goes last: until then the sweep would try again.
    signalingKeys.leftovers(pairId),
  ];
  await deleteKeys(store, gone);
}

/** Removes what processes left behind that died while they removed it. */
export async function sweepLeftovers(store: Store): Promise<void> {
  const marks = store.list<string[]>({
    prefix: signalingKeys.allLeftovers(),
  });
  for await (const { key, value: members } of marks) {
    await removeLeftovers(store, { pairId: key[1] as string, members });
  }
}

async function keysUnder(
  store: Store,
  prefix: Deno.KvKey,
): Promise<Deno.KvKey[]> {
  return (await entriesUnder(store, prefix)).map(({ key }) => key);
}

/** What the members were told of the pair, but for its end. */
async function toldKeys(
  store: Store,
  { pairId, members }: EndedPair,
): Promise<Deno.KvKey[]> {
  const told = await Promise.all(
    members.map((anonId) => entriesAbout(store, pairId, anonId)),
  );
  return told.flat()
    .filter(({ value }) => value.type !== "peer-left")
    .map(({ key }) => key);
}

/**
 * Reads what a member was told of the pair. That begins with the match, so
 * nothing older is looked at: whoever presses Next often has a long inbox.
 */
async function entriesAbout(
  store: Store,
  pairId: string,
  anonId: string,
): Promise<Deno.KvEntry<InboxEntry>[]> {
  const prefix = signalingKeys.inbox(anonId);
  const latest = await store.page<InboxEntry>({ prefix }, {
    limit: LATEST_SIZE,
    reverse: true,
  });
  const own = latest.filter(({ value }) => value.pairId === pairId);
  const isAll = latest.length < LATEST_SIZE ||
    own.some(({ value }) => value.type === "matched");
  if (isAll) return own;
  const all = await entriesUnder<InboxEntry>(store, prefix);
  return all.filter(({ value }) => value.pairId === pairId);
}

/** Reads what is below a prefix; nearly always a page holds all of it. */
async function entriesUnder<T>(
  store: Store,
  prefix: Deno.KvKey,
): Promise<Deno.KvEntry<T>[]> {
  const page = await store.page<T>({ prefix }, { limit: PAGE_SIZE });
  if (page.length < PAGE_SIZE) return page;
  const listing = store.list<T>({ prefix }, { batchSize: 500 });
  return await Array.fromAsync(listing);
}
