import { equal } from "node:assert/strict";
import { DEFAULT_FILTERS, type Filters } from "@/lib/call/filters.ts";
import { HINT_CHANGES_MS, waitingHintOf } from "@/lib/call/waiting_hint.ts";
import { INTEREST_FIRST_MS } from "@/lib/protocol/limits.ts";

function hint(
  filters: Partial<Filters>,
  waitedMs: number,
  isNobodyElseHere = false,
) {
  const all = { ...DEFAULT_FILTERS, ...filters };
  return waitingHintOf({ filters: all, waitedMs, isNobodyElseHere });
}

Deno.test("who shares something is said to come first, for as long as it is so", () => {
  for (const wish of [{ interests: ["chess"] }, { language: "ar" }]) {
    equal(hint(wish, 0), "preferenceHint");
    equal(hint(wish, INTEREST_FIRST_MS - 1), "preferenceHint");
    equal(hint(wish, INTEREST_FIRST_MS), "preferenceOverHint");
    equal(hint(wish, 60_000), "preferenceOverHint");
  }
  equal(hint({}, INTEREST_FIRST_MS), "waitingHint");
});

Deno.test("that nobody else is here goes before what is preferred", () => {
  equal(hint({ language: "ar" }, 0, true), "nobodyElseHint");
});

Deno.test("wishes that keep from others are named after 10 s, before all else", () => {
  const wish: Partial<Filters> = { meetGenders: ["f"], interests: ["chess"] };
  equal(hint(wish, 9_999), "preferenceOverHint");
  equal(hint(wish, 10_000), "relaxHint");
  equal(hint(wish, 10_000, true), "relaxHint");
  equal(hint({ meetCountries: ["VN"] }, 10_000), "relaxHint");
});

Deno.test("every moment at which something else is said is listed", () => {
  const wish: Partial<Filters> = { meetGenders: ["f"], interests: ["chess"] };
  for (let ms = 1; ms < 20_000; ms++) {
    const changes = hint(wish, ms - 1) !== hint(wish, ms);
    equal(changes, HINT_CHANGES_MS.includes(ms), `after ${ms} ms`);
  }
});
