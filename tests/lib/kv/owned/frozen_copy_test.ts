import { deepEqual, equal, notEqual, ok, throws } from "node:assert/strict";
import { frozenCopy } from "@/lib/kv/owned/frozen_copy.ts";

Deno.test("frozenCopy() copies plain data, and freezes it through and through", () => {
  const given = { text: "a", list: [1, null, { deep: true }], none: undefined };
  const value = frozenCopy(given);
  deepEqual(value, { text: "a", list: [1, null, { deep: true }] });
  notEqual(value, given);
  const { list } = value as typeof given;
  ok([value, list, list[2]].every(Object.isFrozen));
  ok(!Object.isFrozen(given) && !Object.isFrozen(given.list));
  equal(frozenCopy(3n), 3n);
});

const REFUSED: [string, unknown][] = [
  ["a date", new Date(0)],
  ["a map inside", { inside: [new Map()] }],
  ["bytes", new Uint8Array(1)],
  ["a counter of Deno KV's own", new Deno.KvU64(1n)],
  ["a function", () => {}],
  ["a symbol", Symbol("s")],
  ["nothing", undefined],
  ["no number", [NaN]],
  ["a big integer inside", { inside: 1n }],
];
for (const [what, value] of REFUSED) {
  Deno.test(`frozenCopy() refuses ${what}, which would not come back`, () => {
    throws(() => frozenCopy(value), /must be plain data/);
  });
}

Deno.test("frozenCopy() takes what Deno KV takes, and nothing larger", () => {
  for (const text of ["x".repeat(64_000), "ư".repeat(32_000)]) {
    equal(frozenCopy(text), text);
  }
  throws(() => frozenCopy("x".repeat(65_001)), /must be below/);
  // Beyond Latin-1 a character takes two bytes.
  throws(() => frozenCopy("ư".repeat(33_000)), /must be below/);
  throws(() => frozenCopy({ ["x".repeat(65_001)]: 1 }), /must be below/);
});
