import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  createVisitorHash,
  EXACT_UP_TO,
  Visitors,
} from "@/lib/monitoring/http/visitors.ts";

const hash = createVisitorHash("key");

function visitorsOf(ids: readonly number[]): Visitors {
  const visitors = new Visitors();
  for (const id of ids) visitors.add(hash(`visitor-${id}`));
  return visitors;
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => from + i);

Deno.test("Visitors counts few exactly, however often they come", () => {
  equal(visitorsOf([]).count, 0);
  equal(visitorsOf([1, 2, 1, 2, 3]).count, 3);
  equal(visitorsOf([...range(0, 1000), ...range(0, 1000)]).count, 1000);
});

Deno.test("Visitors counts many within a tenth, in bounded memory", () => {
  for (const count of [1_024, 1_100, 2_048, 2_049, 2_050, 20_000, 200_000]) {
    const visitors = visitorsOf(range(0, count));
    ok(Math.abs(visitors.count - count) < count / 10, `${visitors.count}`);
    equal(visitors.toPlain().length, EXACT_UP_TO);
  }
});

Deno.test("Visitors keeps the very smallest hashes, whatever their order", () => {
  for (const count of [1_024, 2_048, 2_049, 2_050, 5_000]) {
    const hashes = range(0, count).map((id) => hash(`visitor-${id}`));
    const smallest = hashes.toSorted((a, b) => a - b).slice(0, EXACT_UP_TO);
    for (const ids of [range(0, count), range(0, count).toReversed()]) {
      deepEqual([...visitorsOf(ids).toPlain()], smallest);
    }
  }
});

Deno.test("Visitors.addPlain() equals having seen all, in any order", () => {
  const ids = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 2500 });
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      const whole = visitorsOf([...a, ...b]).toPlain();
      for (const [first, second] of [[a, b], [b, a]] as const) {
        const merged = visitorsOf(first);
        merged.addPlain(visitorsOf(second).toPlain());
        deepEqual(merged.toPlain(), whole);
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("createVisitorHash() depends on every bit of id and key", () => {
  const ids = range(0, 50_000).map((i) => `id-${i}`);
  equal(new Set(ids.map(hash)).size, ids.length);
  const other = createVisitorHash("kez");
  equal(ids.filter((id) => hash(id) === other(id)).length, 0);
  ok(ids.every((id) => hash(id) >= 0 && hash(id) < 2 ** 53));
});
