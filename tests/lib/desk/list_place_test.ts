import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  heldOrder,
  isSameOrder,
  keptOffset,
  rowAfterKey,
} from "@/lib/desk/list_place.ts";

const ids = fc.uniqueArray(fc.constantFrom(..."abcdefghij"));

Deno.test("heldOrder() shows what is wanted, each once", () => {
  fc.assert(fc.property(ids, ids, (shown, wanted) => {
    deepEqual(heldOrder(shown, wanted).sort(), wanted.toSorted());
  }));
});

Deno.test("heldOrder() turns round nothing that is being looked at", () => {
  deepEqual(heldOrder(["c", "a", "b"], ["a", "b", "c", "d"]), [
    "c",
    "a",
    "b",
    "d",
  ]);
  deepEqual(heldOrder(["c", "a", "b"], ["b", "c"]), ["c", "b"]);
});

Deno.test("keptOffset() keeps the row at the top where it is", () => {
  const place = { offsetPx: 25, rowPx: 10 };
  equal(keptOffset(["a", "b", "c"], ["x", "y", "a", "b", "c"], place), 45);
  equal(keptOffset(["a", "b", "c"], ["c"], place), 5, "two above are gone");
  equal(keptOffset(["a", "b", "c", "d"], ["a", "d"], place), 15, "it is gone");
  equal(keptOffset(["a", "b", "c"], ["x"], place), 25, "all are gone");
});

Deno.test("keptOffset() stays at the top for who is at the top", () => {
  equal(keptOffset(["a"], ["x", "a"], { offsetPx: 9, rowPx: 10 }), 9);
});

Deno.test("keptOffset() always leaves the same row at the same height", () => {
  fc.assert(fc.property(ids, ids, fc.nat(99), (before, after, offsetPx) => {
    const first = before[Math.floor(offsetPx / 10)];
    if (first === undefined || offsetPx < 10 || !after.includes(first)) return;
    const kept = keptOffset(before, after, { offsetPx, rowPx: 10 });
    equal(after[Math.floor(kept / 10)], first);
    equal(kept % 10, offsetPx % 10);
  }));
});

Deno.test("rowAfterKey() moves by rows and pages, and stops at the ends", () => {
  const all = ["a", "b", "c", "d", "e"];
  const after = (key: string, from: string | null) =>
    rowAfterKey(key, from, all, 3);
  deepEqual(
    [after("ArrowDown", "a"), after("ArrowUp", "a"), after("ArrowDown", "e")],
    ["b", "a", "e"],
  );
  deepEqual([after("PageDown", "b"), after("PageUp", "e")], ["e", "b"]);
  deepEqual([after("Home", "d"), after("End", "a")], ["a", "e"]);
  deepEqual([after("ArrowDown", null), after("ArrowUp", null)], ["a", "e"]);
  deepEqual([after("ArrowDown", "gone"), after("x", "a")], ["a", null]);
  equal(rowAfterKey("End", null, [], 3), null);
});

Deno.test("isSameOrder() tells another id, another order, and more or fewer", () => {
  equal(isSameOrder(["a", "b"], ["a", "b"]), true);
  equal(isSameOrder([], []), true);
  for (const other of [["b", "a"], ["a"], ["a", "b", "c"], ["a", "x"], []]) {
    equal(isSameOrder(["a", "b"], other), false, other.join());
  }
});
