import { deepEqual, equal } from "node:assert/strict";
import { FIRST_SCREEN_ROWS, firstScreenOf } from "@/lib/desk/first_screen.ts";
import { aCall, aMember } from "./live_calls.ts";

Deno.test("firstScreenOf() takes the worst of many, and counts them all", () => {
  const calls = Array.from(
    { length: 100 },
    (_, i) =>
      aCall(`p${i}`, [aMember({ quality: i < 97 ? "good" : "poor" })], {
        startedAt: i,
      }),
  );
  const { firstRows, totalCount } = firstScreenOf(calls);
  equal(totalCount, 100);
  equal(firstRows.length, FIRST_SCREEN_ROWS);
  deepEqual(
    firstRows.slice(0, 4).map(({ pairId }) => pairId),
    ["p97", "p98", "p99", "p0"],
  );
});
