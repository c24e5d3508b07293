import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { steppedRange } from "@/lib/desk/virtual_rows.ts";

Deno.test("steppedRange() changes once in eight rows, and never leaves one out", () => {
  deepEqual(steppedRange({ first: 0, end: 23 }, 1_000), { first: 0, end: 24 });
  deepEqual(steppedRange({ first: 7, end: 31 }, 1_000), { first: 0, end: 32 });
  deepEqual(steppedRange({ first: 8, end: 32 }, 1_000), { first: 8, end: 32 });
  deepEqual(steppedRange({ first: 90, end: 99 }, 99), { first: 88, end: 99 });
  deepEqual(steppedRange({ first: 0, end: 0 }, 0), { first: 0, end: 0 });
  const rows = fc.nat({ max: 2_000 });
  fc.assert(fc.property(rows, rows, fc.nat(60), (start, length, more) => {
    const asked = { first: start, end: start + length };
    const { first, end } = steppedRange(asked, asked.end + more);
    return first <= asked.first && end >= asked.end &&
      asked.first - first < 8 && end - asked.end < 8;
  }));
});
