import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { rangeBehind, rangeOf } from "@/lib/kv/owned/key_range.ts";
import { MemoryTable } from "@/lib/kv/owned/memory_table.ts";
import { checkKey } from "@/lib/kv/owned/part_order.ts";

const part = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.constantFrom("", "\0", "a", "a\0", "a\0b", "ab", "é", "\xff"),
  fc.double({ noNaN: true }).filter((number) => !Object.is(number, -0)),
  fc.integer({ min: -3, max: 300 }),
  fc.boolean(),
);
const key = fc.array(part, { minLength: 1, maxLength: 3 });
const kept = { value: 1, expiresAt: Infinity };

/** Sets a key, as a commit does. */
function set(table: MemoryTable, key: Deno.KvKey, what = kept): void {
  table.put(table.place(key), what, "0");
}

/** More than any test has. */
const MOST_KEYS = 1_000;

/** Keys of a table, read so many at a time. */
function keysOf(
  table: MemoryTable,
  selector: Deno.KvListSelector,
  { isReverse, limit }: { isReverse: boolean; limit: number },
): Deno.KvKey[] {
  const keys: Deno.KvKey[] = [];
  let range = rangeOf(selector, { isReverse, limit });
  while (true) {
    const page = table.read(range).map(({ key }) => key);
    keys.push(...page);
    if (page.length < limit) return keys;
    if (keys.length > MOST_KEYS) throw new Error("a listing without an end");
    range = rangeBehind(range, page.at(-1)!);
  }
}

Deno.test("MemoryTable lists keys as Deno KV does, page by page", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(key, { minLength: 2, maxLength: 60 }),
      fc.record({
        isReverse: fc.boolean(),
        limit: fc.integer({ min: 1, max: 5 }),
      }),
      async (keys, reading) => {
        using kv = await Deno.openKv(":memory:");
        const atomic = kv.atomic();
        const table = new MemoryTable();
        const one: Deno.KvKey = ["a", ...keys[0]!];
        for (const key of [...keys, one]) {
          atomic.set(key, 1);
          set(table, key);
        }
        await atomic.commit();
        const listed = (selector: Deno.KvListSelector) =>
          Array.fromAsync(
            kv.list(selector, { reverse: reading.isReverse }),
            ({ key }) => key,
          );
        const selectors: Deno.KvListSelector[] = [
          { prefix: [] },
          { prefix: one.slice(0, 1) },
          { prefix: one.slice(0, 1), start: one },
          { prefix: one.slice(0, 1), end: one },
        ];
        const all = await Array.fromAsync(
          kv.list({ prefix: [] }),
          ({ key }) => key,
        );
        const between = { start: all[0]!, end: all[all.length >> 1]! };
        if (all.length > 1) selectors.push(between);
        for (const selector of selectors) {
          deepEqual(keysOf(table, selector, reading), await listed(selector));
        }
      },
    ),
    { numRuns: 100 },
  );
});

Deno.test("MemoryTable keeps the order of many while some come and go", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.boolean()), {
        minLength: 40,
        maxLength: 200,
      }),
      (steps) => {
        const table = new MemoryTable();
        const there = new Set<number>();
        for (const [at, isGone] of steps) {
          const node = table.find(["log", at]);
          if (isGone && node !== undefined) table.clear(node);
          else if (!isGone) set(table, ["log", at]);
          isGone ? there.delete(at) : there.add(at);
          const range = { isReverse: false, limit: 100 };
          deepEqual(
            keysOf(table, { prefix: ["log"] }, range).map((key) => key[1]),
            [...there].sort((a, b) => a - b),
          );
        }
      },
    ),
    { numRuns: 20 },
  );
});

Deno.test("MemoryTable reads no further than the limit", () => {
  const table = new MemoryTable();
  for (let i = 0; i < 40; i++) set(table, ["log", i]);
  for (const at of [2, 37]) {
    Object.defineProperty(table.find(["log", at]), "versionstamp", {
      get: () => throws(() => {}, "looked at"),
    });
  }
  for (
    const [isReverse, ends] of [[false, [0, 1]], [true, [39, 38]]] as const
  ) {
    const range = rangeOf({ prefix: ["log"] }, { isReverse, limit: 2 });
    deepEqual(table.read(range).map(({ key }) => key[1]), ends);
  }
});

for (const count of [10, 40]) {
  Deno.test(`MemoryTable looks at none of ${count} behind the ends of a listing`, () => {
    const between = { start: ["log", 3], end: ["log", 6] };
    for (const isReverse of [false, true]) {
      const table = new MemoryTable();
      for (let i = 0; i < count; i++) set(table, ["log", i]);
      const behind = table.find(["log", isReverse ? 0 : count - 1])!;
      Object.defineProperty(behind, "part", {
        get: () => throws(() => {}, "looked at"),
      });
      const read = table.read(rangeOf(between, { isReverse, limit: 100 }));
      const all = isReverse ? [5, 4, 3] : [3, 4, 5];
      deepEqual(read.map(({ key }) => key[1]), all);
    }
  });
}

Deno.test("MemoryTable forgets the way to what is gone, and when it would expire", () => {
  const table = new MemoryTable();
  const log = ["ice", "p", "a"];
  for (let i = 0; i < 3; i++) {
    set(table, [...log, `${i}`], { ...kept, expiresAt: 86_400_000 });
  }
  set(table, ["ice", "q"]);
  equal(table.expiringCount, 3);
  for (let i = 0; i < 3; i++) table.clear(table.find([...log, `${i}`])!);
  equal(table.expiringCount, 0);
  equal(table.find(["ice", "p"]), undefined);
  equal(table.find(["ice", "q"])?.versionstamp, "0");
});

Deno.test("checkKey() refuses what has no order, and what is too long", () => {
  for (const part of [1n, new Uint8Array(1), NaN, -0]) {
    throws(() => checkKey(["a", part]), TypeError);
  }
  throws(() => checkKey(["a".repeat(2_000)]), TypeError);
  equal(checkKey(["a", 1, true]) > 2, true);
});
