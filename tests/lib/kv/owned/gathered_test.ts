/**
 * Writes that share commits, some of which fail, while what has expired goes:
 * the outcome is that of one write after the other.
 *
 * @module
 */

import { deepEqual, equal, rejects } from "node:assert/strict";
import fc from "fast-check";
import { Journal } from "@/lib/kv/owned/journal.ts";
import { rangeOf } from "@/lib/kv/owned/key_range.ts";
import { OwnedKeys } from "@/lib/kv/owned/owned_keys.ts";
import { OLD_AGE } from "@/lib/kv/owned/unsettled.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import { contentOf as contentsOf, journalOf, ownedRig } from "./rig.ts";

const STEP_MS = 60_000;

/** What one after the other leads to. */
type Model = Map<string, { value: unknown; expiresAt: number }>;

/** A write whose checks are for how things stand, or for no such key. */
interface Planned {
  checks: { key: Deno.KvKey; isCurrent: boolean }[];
  mutations: Mutation[];
}

/** A log; in the model its entries are numbered in the order they came in. */
const LOG: Deno.KvKey = ["o", "log"];
const OTHER_LOG: Deno.KvKey = ["o", "other"];

const nameOf = (key: Deno.KvKey) => key.join("/");
const key = fc.constantFrom<Deno.KvKey>(
  ["o", "a"],
  ["o", "a", 1],
  ["o", "a", 1, "deep"],
  ["o", "b"],
);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({
    type: fc.constant("set" as const),
    key,
    value: fc.nat(),
    expireInMs: fc.constantFrom(STEP_MS, 3 * STEP_MS),
  }),
  fc.record({ type: fc.constant("delete" as const), key }),
  fc.constant({ type: "add", key: ["o", "count"], amount: 1 } as const),
  fc.constant({ type: "delete", key: ["o", "count"] } as const),
  fc.record({
    type: fc.constant("append" as const),
    prefix: fc.constant(LOG),
    value: fc.nat(),
    expireInMs: fc.constant(3 * STEP_MS),
  }),
  fc.constantFrom<Mutation>(
    { type: "clear", prefix: ["o"] },
    { type: "clear", prefix: ["o"], from: "b" },
    { type: "clear", prefix: ["o", "a"] },
    { type: "clear", prefix: ["o", "a"], from: 1 },
    { type: "clear", prefix: ["o", "a"], from: 2 },
    { type: "clear", prefix: ["o", "a", 1] },
    { type: "clear", prefix: LOG },
  ),
);
const write: fc.Arbitrary<Planned> = fc.record({
  checks: fc.array(fc.record({ key, isCurrent: fc.boolean() }), {
    maxLength: 1,
  }),
  mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
});
const step = fc.record({
  writes: fc.array(write, { minLength: 1, maxLength: 5 }),
  isRefused: fc.boolean(),
  isTidied: fc.boolean(),
});

/** Owned keys whose clock and disk are moved by hand. */
async function rig(kv: Deno.Kv) {
  const now = { ms: STEP_MS };
  let onCommit = () => {};
  const journal = new Journal(kv, () => onCommit());
  const keys = await OwnedKeys.load(journal, () => now.ms);
  return {
    keys,
    now,
    /** Called once, before the next commit is sent. */
    beforeNext(call: () => void) {
      onCommit = () => {
        onCommit = () => {};
        call();
      };
    },
  };
}

function contentOf({ table }: OwnedKeys): [string, unknown][] {
  const whole = { isReverse: false, limit: Infinity };
  return table.read(rangeOf({ prefix: ["o"] }, whole))
    .map(({ key, value }) => [shownAs(nameOf(key)), value]);
}

/** The versions that entries of a log end in are the store's to choose. */
function shownAs(name: string): string {
  return name.startsWith(`${nameOf(LOG)}/`) ? nameOf(LOG) : name;
}

/** Says whether a clear is about a key. */
function isCleared(
  name: string,
  { prefix, from }: { prefix: Deno.KvKey; from?: Deno.KvKeyPart },
): boolean {
  if (!name.startsWith(`${nameOf(prefix)}/`)) return false;
  const next = name.split("/")[prefix.length]!;
  if (from === undefined) return true;
  return typeof from === "number" ? Number(next) >= from : next >= String(from);
}

let appendCount = 0;

/** Does a write, unless it checks for what was `before` and is no more. */
function modelWrite(
  model: Model,
  before: Model,
  { checks, mutations }: Planned,
  now: number,
): boolean {
  for (const { key, isCurrent } of checks) {
    const name = nameOf(key);
    const known = isCurrent ? before.get(name) : undefined;
    if (model.get(name) !== known) return false;
  }
  for (const each of mutations) {
    if (each.type === "delete") model.delete(nameOf(each.key));
    else if (each.type === "set") {
      const expiresAt = now + each.expireInMs!;
      model.set(nameOf(each.key), { value: each.value, expiresAt });
    } else if (each.type === "add") {
      const before = model.get("o/count")?.value as bigint ?? 0n;
      model.set("o/count", { value: before + 1n, expiresAt: Infinity });
    } else if (each.type === "append") {
      const at = `${++appendCount}`.padStart(9, "0");
      const expiresAt = now + each.expireInMs!;
      model.set(`${nameOf(LOG)}/${at}`, { value: each.value, expiresAt });
    } else if (each.type === "clear") {
      for (const name of model.keys()) {
        if (isCleared(name, each)) model.delete(name);
      }
    }
  }
  return true;
}

Deno.test("writes of one commit mean what they mean one after the other", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      using kv = await Deno.openKv(":memory:");
      const { keys, now, beforeNext } = await rig(kv);
      let model: Model = new Map();
      for (const { writes, isRefused, isTidied } of steps) {
        now.ms += STEP_MS;
        let tidied: Promise<void> | undefined;
        beforeNext(() => {
          // What goes now was there when the writes were decided.
          if (isTidied) tidied = keys.tidy();
          if (isRefused) throw new Error("disk");
        });
        const outcomes = await Promise.all(
          writes.map(({ checks, mutations }) =>
            keys.commit({
              checks: checks.map(({ key, isCurrent }) => ({
                key,
                versionstamp: isCurrent
                  ? keys.table.find(key)?.versionstamp ?? null
                  : null,
              })),
              mutations,
            }).then(({ ok }) => ok, () => "refused")
          ),
        );
        beforeNext(() => {});
        await tidied;
        const next = new Map(model);
        const expected = writes.map((each) =>
          modelWrite(next, model, each, now.ms)
        );
        if (!outcomes.includes("refused")) {
          deepEqual(outcomes, expected);
          model = next;
        }
        if (tidied) {
          for (const [name, { expiresAt }] of model) {
            if (expiresAt <= now.ms) model.delete(name);
          }
        }
        const content = [...model].sort(([one], [other]) =>
          one < other ? -1 : 1
        )
          .map(([name, { value }]) => [shownAs(name), value]);
        deepEqual(contentOf(keys), content);
      }
      now.ms += 10 * STEP_MS;
      await keys.tidy();
      const left = contentOf(keys);
      equal(left.every(([name]) => name === "o/count"), true);
      const again = await rig(kv);
      deepEqual(contentOf(again.keys), left);
      // No place is left to which nothing leads and in which nothing is.
      equal(keys.table.find(["o", "a"]), undefined);
      equal(keys.table.find(["o", "b"]), undefined);
      equal(keys.table.find(LOG), undefined);
    }),
    { numRuns: 150 },
  );
});

Deno.test("a removal of what is not there is not written down", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  const mutations = [
    { type: "delete", key: ["o", "a"] },
    { type: "set", key: ["o", "b"], value: 1 },
    { type: "delete", key: ["o", "b"] },
    { type: "delete", key: ["o", "b"] },
  ] as const;
  equal((await store.commit({ mutations })).ok, true);
  const lines = JSON.parse(await journalOf(rig.kv)) as [string, number][];
  deepEqual(lines.map(([kind]) => kind), ["set", "delete"]);
});

Deno.test("a value from the journal comes back frozen", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys } = await rig(kv);
  const mutations = [
    { type: "set", key: ["o", "a"], value: { list: [1] } },
  ] as const;
  await keys.commit({ mutations });
  const { keys: again } = await rig(kv);
  const value = again.table.find(["o", "a"])?.value as { list: number[] };
  equal(Object.isFrozen(value) && Object.isFrozen(value.list), true);
});

Deno.test("a counter begins at 0 where there is no key yet, or none any more, but keys below", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys } = await rig(kv);
  const counter = ["o", "a"];
  const add = (amount: number) =>
    keys.commit({ mutations: [{ type: "add", key: counter, amount }] });
  await keys.commit({
    mutations: [{ type: "set", key: [...counter, "below"], value: 1 }],
  });
  await add(2);
  equal(keys.table.find(counter)?.value, 2n);
  await keys.commit({ mutations: [{ type: "delete", key: counter }] });
  await add(3);
  equal(keys.table.find(counter)?.value, 3n);
});

Deno.test("a counter wraps around below 0 as Deno KV's do, also on disk", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys } = await rig(kv);
  const key = ["o", "count"];
  await keys.commit({ mutations: [{ type: "add", key, amount: -1 }] });
  const wrapped = 2n ** 64n - 1n;
  equal(keys.table.find(key)?.value, wrapped);
  for (let age = 0; age <= OLD_AGE; age++) await keys.tidy();
  const { keys: again } = await rig(kv);
  equal(again.table.find(key)?.value, wrapped);
  await again.commit({ mutations: [{ type: "add", key, amount: 3 }] });
  equal(again.table.find(key)?.value, 2n);
});

Deno.test("appends of one write to one log keep their order, with a version each", async () => {
  using kv = await Deno.openKv(":memory:");
  const { keys } = await rig(kv);
  const append = (value: number, prefix = LOG): Mutation => ({
    type: "append",
    prefix,
    value,
  });
  const outcomes = await Promise.all([
    keys.commit({ mutations: [append(1), append(2), append(3)] }),
    keys.commit({ mutations: [append(4), append(5, OTHER_LOG)] }),
  ]);
  const { keys: again } = await rig(kv);
  for (const { table } of [keys, again]) {
    const entries = table.read(
      rangeOf({ prefix: LOG }, { isReverse: false, limit: 9 }),
    );
    deepEqual(entries.map(({ value }) => value), [1, 2, 3, 4]);
    const stamps = entries.map(({ key }) => key.at(-1));
    deepEqual(stamps, entries.map(({ versionstamp }) => versionstamp));
    deepEqual([stamps[2], stamps[3]], outcomes.map((it) => it.versionstamp));
    const last = outcomes[1]!.versionstamp;
    equal(table.find([...OTHER_LOG, last])?.value, 5);
  }
});

Deno.test("a clear from what is no part of a key is refused", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  for (const from of [1n, -0, NaN]) {
    const clear = { type: "clear", prefix: ["o"], from } as const;
    await rejects(store.commit({ mutations: [clear] }), TypeError);
  }
});

Deno.test("a clear is one line in the journal, however much goes", async () => {
  using rig = await ownedRig();
  const store = await rig.open();
  const numbers = Array.from({ length: 40 }, (_, i) => i);
  await store.commit({
    mutations: numbers.map((value) => ({
      type: "set",
      key: ["o", "a", value],
      value,
    })),
  });
  await store.commit({
    mutations: [{ type: "clear", prefix: ["o", "a"], from: 2 }],
  });
  const text = await journalOf(rig.kv);
  const lines = JSON.parse(text.slice(text.lastIndexOf("[[")));
  deepEqual(lines, [["clear", 0, ["o", "a"], 2]]);
  for (const each of [store, await rig.open()]) {
    deepEqual(await contentsOf(each), [["a,0", 0], ["a,1", 1]]);
  }
});
