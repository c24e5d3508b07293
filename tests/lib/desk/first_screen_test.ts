import { deepEqual, equal } from "node:assert/strict";
import { FIRST_CHOICE } from "@/lib/desk/call_address.ts";
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
  const { firstRows, totalCount } = firstScreenOf(calls, FIRST_CHOICE);
  equal(totalCount, 100);
  equal(firstRows.length, FIRST_SCREEN_ROWS);
  deepEqual(
    firstRows.slice(0, 4).map(({ pairId }) => pairId),
    ["p97", "p98", "p99", "p0"],
  );
});

Deno.test("firstScreenOf() takes what is chosen, and tells of all calls", () => {
  const calls = [
    aCall("slow", [aMember({ rttMs: 300 }, { country: "VN" })]),
    aCall("slower", [aMember({ rttMs: 400 }, { country: "VN" })]),
    aCall("elsewhere", [aMember({ rttMs: 900 }, { country: "SA" })]),
  ];
  const { firstRows, ...rest } = firstScreenOf(calls, {
    filter: { ...FIRST_CHOICE.filter, country: "VN" },
    sort: { key: "rtt", isDescending: true },
  });
  deepEqual(firstRows.map(({ pairId }) => pairId), ["slower", "slow"]);
  deepEqual(rest, { totalCount: 3, countries: ["SA", "VN"] });
});
