/**
 * Taking over what a store that was not owned left in the database.
 *
 * @module
 */

import type { Change } from "../write.ts";
import type { OwnedKeys } from "./owned_keys.ts";

/** Rows taken over in one go. */
const BATCH_SIZE = 200;

/**
 * Moves rows below these prefixes into the owned keys. A row is removed once it
 * is in the journal; broken off in between, it is taken over again. When it
 * expires is not known any more, so the site's own sweeps have to find it.
 */
export async function adopt(
  kv: Deno.Kv,
  owned: OwnedKeys,
  prefixes: readonly string[],
): Promise<void> {
  for (const prefix of prefixes) {
    let batch: Deno.KvEntry<unknown>[] = [];
    const options = { batchSize: BATCH_SIZE };
    for await (const entry of kv.list<unknown>({ prefix: [prefix] }, options)) {
      batch.push(entry);
      if (batch.length === BATCH_SIZE) {
        await adoptAll(kv, owned, batch);
        batch = [];
      }
    }
    const alone = await kv.get([prefix]);
    if (alone.versionstamp !== null) batch.push(alone);
    await adoptAll(kv, owned, batch);
  }
}

async function adoptAll(
  kv: Deno.Kv,
  owned: OwnedKeys,
  entries: readonly Deno.KvEntry<unknown>[],
): Promise<void> {
  if (entries.length === 0) return;
  await Promise.all(
    entries.map((entry) => owned.commit({ mutations: [mutationOf(entry)] })),
  );
  const atomic = kv.atomic();
  for (const { key } of entries) atomic.delete(key);
  await atomic.commit();
}

function mutationOf({ key, value }: Deno.KvEntry<unknown>): Change {
  // Counters are big integers here; set and not added, so once is enough.
  const own = value instanceof Deno.KvU64 ? value.value : value;
  return { type: "set", key, value: own };
}
