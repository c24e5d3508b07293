/**
 * An owned store whose database can fail, and which can be opened again.
 *
 * @module
 */

import { OwnedStore } from "@/lib/kv/owned/owned_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import { OLD_AGE } from "@/lib/kv/owned/unsettled.ts";
import { TestClock } from "@/tests/helpers.ts";

/**
 * What the database does with commits: `refuse` writes nothing, `lie` writes
 * and fails, `lock` is busy once and works then.
 */
export type Mood = "work" | "refuse" | "lie" | "lock";

/** A database, and stores that own it one after the other. */
export interface OwnedRig extends Disposable {
  /** What the database does. */
  mood: Mood;
  /** Commits until `mood` holds; those before work. Default 0. */
  goodCommits: number;
  /** Called once, when the next commit was made; its writer waits for it. */
  afterNextCommit: (() => void | Promise<void>) | null;
  /** What is in the database. */
  kv: Deno.Kv;
  /** The clock of the stores. */
  clock: TestClock;
  /** Opens a store on what the last one left, as after `kill -9`. */
  open(): Promise<OwnedStore>;
}

/** Makes a database in memory. */
export async function ownedRig(): Promise<OwnedRig> {
  const kv = await Deno.openKv(":memory:");
  const clock = new TestClock();
  const rig: OwnedRig = {
    mood: "work",
    goodCommits: 0,
    afterNextCommit: null,
    kv,
    clock,
    open: () =>
      OwnedStore.load(moody(kv, rig), { prefixes: ["o"], now: clock.now }),
    [Symbol.dispose]: () => kv.close(),
  };
  return rig;
}

function moody(kv: Deno.Kv, rig: OwnedRig): Deno.Kv {
  return new Proxy(kv, {
    get(target, name) {
      const member = Reflect.get(target, name);
      if (name !== "atomic") return member.bind(target);
      return () => moodyAtomic(target.atomic(), rig);
    },
  });
}

function moodyAtomic(
  atomic: Deno.AtomicOperation,
  rig: OwnedRig,
): Deno.AtomicOperation {
  const commit = atomic.commit.bind(atomic);
  atomic.commit = (async () => {
    if (rig.mood === "work" || rig.goodCommits-- > 0) {
      const { afterNextCommit } = rig;
      rig.afterNextCommit = null;
      const result = await commit();
      await afterNextCommit?.();
      return result;
    }
    if (rig.mood === "lie") await commit();
    if (rig.mood === "lock") {
      rig.mood = "work";
      throw new TypeError("database is locked");
    }
    throw new Error("disk");
  }) as typeof atomic.commit;
  return atomic;
}

/** Everything below `["o"]`, as readers of a store see it. */
export async function contentOf(
  store: OwnedStore,
): Promise<[string, unknown][]> {
  const entries = await Array.fromAsync(store.list({ prefix: ["o"] }));
  return entries.map(({ key, value }) => [key.slice(1).join(), value]);
}

/** Tidies until everything that lives has a row of its own. */
export async function tidyToRows(store: OwnedStore): Promise<void> {
  for (let age = 0; age <= OLD_AGE; age++) await store.tidy();
}

/** What the journal says; `store` is a database, or a store that works on it. */
export async function journalOf(store: Pick<Store, "list">): Promise<string> {
  const listing = store.list<Uint8Array>({ prefix: ["owned_log"] });
  const parts = await Array.fromAsync(listing, ({ value }) => value);
  return parts.map((part) => new TextDecoder().decode(part)).join("");
}

/** Keys in the database itself. */
export async function rowsOf(kv: Deno.Kv): Promise<string[]> {
  const entries = await Array.fromAsync(kv.list({ prefix: [] }));
  return entries.map(({ key }) => key.join());
}
