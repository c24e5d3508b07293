import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  usualWaitMs,
  WAIT_BOUNDS_MS,
  waitKindOf,
} from "@/lib/matching/waits.ts";
import { profile } from "@/tests/helpers.ts";

/** Counts of so many matched, and gone without, at each length. */
function counts(...byLength: [matched?: number, gaveUp?: number][]) {
  return Array.from({ length: WAIT_BOUNDS_MS.length + 1 }, (_, i) => {
    const [matched = 0, gaveUp = 0] = byLength[i] ?? [];
    return { "matched": matched, "gave-up": gaveUp };
  });
}

Deno.test("usualWaitMs() is the median of those who were matched", () => {
  equal(usualWaitMs(counts([4], [1], [4])), 3_000);
  equal(usualWaitMs(counts([1], [1], [1], [6])), 10_000);
});

Deno.test("usualWaitMs() says nothing of four matches", () => {
  equal(usualWaitMs(counts([4])), null);
  equal(usualWaitMs(counts([5])), 2_000);
});

Deno.test("usualWaitMs() counts those who gave up for as long as they waited", () => {
  // Nine give up before anybody of the other ten is matched.
  equal(usualWaitMs(counts([0, 9], [5], [5])), 3_000);
  // Ten of thirty are matched early and the others stay on for long.
  equal(usualWaitMs(counts([10], [], [], [], [], [0, 10], [10])), 30_000);
  equal(usualWaitMs(counts([10], [], [], [], [], [0, 20])), null);
});

Deno.test("usualWaitMs() does not put a number to very long waits", () => {
  const longest: [number][] = WAIT_BOUNDS_MS.map(() => [0]);
  equal(usualWaitMs(counts(...longest, [50])), null);
});

Deno.test("usualWaitMs() never gets shorter by somebody who gave up", () => {
  const anyCounts = fc.array(
    fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 })),
    { minLength: WAIT_BOUNDS_MS.length + 1 },
  );
  fc.assert(fc.property(anyCounts, fc.nat(), (byLength, any) => {
    const before = counts(...byLength);
    const after = structuredClone(before);
    after[any % after.length]!["gave-up"]++;
    const was = usualWaitMs(before) ?? Infinity;
    ok((usualWaitMs(after) ?? Infinity) >= was);
  }));
});

Deno.test("waitKindOf() puts those together who want alike", () => {
  equal(waitKindOf(profile()), "u>*.*");
  const picky = { gender: "m", filterGenders: ["u", "f"] } as const;
  equal(
    waitKindOf(profile({ ...picky, filterCountries: ["VN"] })),
    "m>fu.some",
  );
  equal(
    waitKindOf(profile({ ...picky, filterGenders: ["f", "u"] })),
    waitKindOf(profile({ ...picky, country: "EG" })),
  );
});
