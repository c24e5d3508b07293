/**
 * Both stores, step by step: whatever is asked of them, they answer alike. The
 * owned one is tidied and started again in between.
 *
 * @module
 */

import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { OwnedStore } from "@/lib/kv/owned/owned_store.ts";
import { comparePart } from "@/lib/kv/owned/part_order.ts";
import { RemoteStore } from "@/lib/kv/remote_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Mutation } from "@/lib/kv/write.ts";

const PREFIXES = ["o"];
const COUNTER: Deno.KvKey = ["o", "count"];

/** A store with what it said of its keys. */
class Side {
  store: Store;
  /** Keys as they were read last. */
  readonly #known = new Map<string, Deno.KvEntryMaybe<unknown>>();

  constructor(store: Store) {
    this.store = store;
  }

  async read(key: Deno.KvKey): Promise<unknown> {
    const entry = await this.store.get(key);
    this.#known.set(key.join(), entry);
    return [entry.value, entry.versionstamp === null];
  }

  /** After a restart versions may differ: what was current is so again. */
  async renewVersions(before: Store): Promise<void> {
    for (const [name, { key, versionstamp }] of this.#known) {
      const isCurrent = (await before.get(key)).versionstamp === versionstamp;
      if (!isCurrent) continue;
      this.#known.set(name, await this.store.get(key));
    }
  }

  async list(
    selector: Deno.KvListSelector,
    options: { reverse: boolean; batchSize: number; limit?: number },
  ): Promise<unknown> {
    const entries = await Array.fromAsync(this.store.list(selector, options));
    // Logs end in a version, which is each store's own.
    return entries.map(({ key, value }) =>
      key[1] === "log"
        ? [key.length, value]
        // A counter is read with count().
        : [key, key[1] === "count" ? "counter" : value]
    );
  }

  async write(checked: readonly Deno.KvKey[], mutations: Mutation[]) {
    const checks = checked.map((key) => ({
      key,
      versionstamp: this.#known.get(key.join())?.versionstamp ?? null,
    }));
    return (await this.store.commit({
      checks,
      mutations: this.store.isOwned
        ? mutations
        : await spelledOut(this.store, mutations),
    })).ok;
  }
}

/** Says whether a clear is about a key. */
function isCleared(
  key: Deno.KvKey,
  { prefix, from }: { prefix: Deno.KvKey; from?: Deno.KvKeyPart },
): boolean {
  const isBelow = key.length > prefix.length &&
    prefix.every((part, i) => part === key[i]);
  return isBelow &&
    (from === undefined || comparePart(key[prefix.length]!, from) >= 0);
}

/** What clears come to where nobody else writes: other stores know none. */
async function spelledOut(
  store: Store,
  mutations: readonly Mutation[],
): Promise<Mutation[]> {
  let changes: Mutation[] = [];
  for (const each of mutations) {
    if (each.type !== "clear") {
      changes.push(each);
      continue;
    }
    changes = changes.filter((change) =>
      "prefix" in change
        ? !isCleared([...change.prefix, "version"], each)
        : !isCleared(change.key, each)
    );
    for await (const { key } of store.list({ prefix: each.prefix })) {
      if (isCleared(key, each)) changes.push({ type: "delete", key });
    }
  }
  return changes;
}

interface Pair {
  owned: Side;
  remote: Side;
  kv: Deno.Kv;
}

type Step = fc.AsyncCommand<object, Pair>;

/** Does the same to both and compares. */
function step(name: string, ask: (side: Side) => Promise<unknown>): Step {
  return {
    check: () => true,
    async run(_, { owned, remote }) {
      deepEqual(await ask(owned), await ask(remote), name);
    },
    toString: () => name,
  };
}

/** Does something to the owned store that nobody may notice. */
function hidden(name: string, change: (pair: Pair) => Promise<void>): Step {
  return {
    check: () => true,
    run: (_, pair) => change(pair),
    toString: () => name,
  };
}

const inOrder = (one: Deno.KvKey, other: Deno.KvKey) => {
  const at = one.findIndex((part, i) => part !== other[i]);
  if (at === -1) return one.length - other.length;
  return other[at] === undefined ? 1 : comparePart(one[at]!, other[at]);
};
const text = (value: unknown) => JSON.stringify(value);
const key = fc.oneof(
  fc.constantFrom("a", "b", "c").map((name): Deno.KvKey => ["o", name]),
  fc.tuple(fc.constantFrom("a", "b"), fc.integer({ min: -2, max: 11 }))
    .map(([name, at]): Deno.KvKey => ["o", name, at]),
);
const value = fc.oneof(
  fc.integer(),
  fc.string(),
  fc.record({ a: fc.array(fc.integer()), b: fc.constant(null) }),
);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ type: fc.constant("set" as const), key, value }),
  fc.record({ type: fc.constant("delete" as const), key }),
  fc.record({
    type: fc.constant("add" as const),
    key: fc.constant(COUNTER),
    amount: fc.integer({ min: -5, max: 5 }),
  }),
  fc.record({
    type: fc.constant("append" as const),
    prefix: fc.constantFrom<Deno.KvKey>(["o", "log", 1], ["o", "log", 2]),
    value,
  }),
  fc.record({
    type: fc.constant("clear" as const),
    prefix: fc.constantFrom<Deno.KvKey>(
      ["o"],
      ["o", "a"],
      ["o", "log"],
      ["o", "log", 1],
    ),
  }),
  fc.integer({ min: -2, max: 11 }).map((from): Mutation => ({
    type: "clear",
    prefix: ["o", "a"],
    from,
  })),
);
const mutations = fc.uniqueArray(mutation, {
  minLength: 1,
  maxLength: 6,
  // Two appends of one write to one log would have one key.
  selector: (one) => one.type === "append" ? text(one.prefix) : text(one),
});
const selector: fc.Arbitrary<Deno.KvListSelector> = fc.oneof(
  fc.constantFrom<Deno.KvKey>(["o"], ["o", "a"], ["o", "log"], ["o", "log", 1])
    .map((prefix) => ({ prefix })),
  fc.tuple(key, key).map((bounds) => bounds.toSorted(inOrder))
    .map(([start, end]) => ({ start: start!, end: end! })),
  fc.integer({ max: 9, min: -2 })
    .map((at) => ({ prefix: ["o", "a"], start: ["o", "a", at] })),
  fc.integer({ max: 9, min: -2 })
    .map((at) => ({ prefix: ["o", "a"], end: ["o", "a", at] })),
);
const listing = fc.record({
  selector,
  reverse: fc.boolean(),
  batchSize: fc.integer({ min: 1, max: 4 }),
  limit: fc.integer({ min: 1, max: 9 }),
});

const steps = fc.commands([
  key.map((one) => step(`get ${text(one)}`, (side) => side.read(one))),
  fc.tuple(fc.uniqueArray(key, { maxLength: 2, selector: text }), mutations)
    .map(([checked, all]) =>
      step(
        `write ${text(checked)} ${text(all)}`,
        (side) => side.write(checked, all),
      )
    ),
  listing.map(({ selector, ...options }) =>
    step(
      `list ${text(selector)} ${text(options)}`,
      (side) => side.list(selector, options),
    )
  ),
  fc.constant(step("count", ({ store }) => store.count(COUNTER))),
  fc.constant(hidden("tidy", ({ owned }) => owned.store.tidy())),
  fc.constant(hidden("restart", async ({ owned, kv }) => {
    const before = owned.store;
    owned.store = await OwnedStore.load(kv, { prefixes: PREFIXES });
    await owned.renewVersions(before);
  })),
], { maxCommands: 60, size: "max" });

Deno.test("an owned store answers as a remote one, step by step", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (commands) => {
      const kv = await Deno.openKv(":memory:");
      const remote = new RemoteStore(await Deno.openKv(":memory:"));
      try {
        const owned = await OwnedStore.load(kv, { prefixes: PREFIXES });
        const pair = { owned: new Side(owned), remote: new Side(remote), kv };
        await fc.asyncModelRun(
          () => ({ model: {}, real: pair }),
          commands,
        );
      } finally {
        kv.close();
        remote.close();
      }
    }),
    { numRuns: 150 },
  );
});
