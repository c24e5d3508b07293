import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { choiceIn, FIRST_CHOICE, queryOf } from "@/lib/desk/call_address.ts";
import { SORT_KEYS } from "@/lib/desk/call_choice.ts";
import { QUALITY_LEVELS } from "@/lib/protocol/call_stats.ts";

const choice = fc.record({
  filter: fc.record({
    text: fc.string({ maxLength: 64 }).map((text) => text.trim()),
    quality: fc.constantFrom(...QUALITY_LEVELS, "" as const),
    relay: fc.constantFrom("relayed" as const, "direct" as const, "" as const),
    country: fc.constantFrom("VN", "SA", ""),
    alert: fc.constantFrom("open" as const, "none" as const, "" as const),
  }, { noNullPrototype: true }),
  sort: fc.record({
    key: fc.constantFrom(...SORT_KEYS),
    isDescending: fc.boolean(),
  }, { noNullPrototype: true }),
}, { noNullPrototype: true });

Deno.test("choiceIn() reads back every choice that queryOf() writes", () => {
  fc.assert(fc.property(choice, (one) => {
    deepEqual(choiceIn(queryOf(one)), one);
  }));
});

Deno.test("queryOf() says only what was chosen", () => {
  equal(queryOf(FIRST_CHOICE), "");
  const filter = { ...FIRST_CHOICE.filter, quality: "poor" as const };
  equal(queryOf({ ...FIRST_CHOICE, filter }), "?quality=poor");
  const sort = { key: "rtt" as const, isDescending: false };
  equal(queryOf({ ...FIRST_CHOICE, sort }), "?sort=rtt&order=asc");
});

Deno.test("choiceIn() passes over what is none of ours, and keeps the rest", () => {
  deepEqual(
    choiceIn("?quality=awful&relay=direct&country=vn&sort=x&order=y&z=1"),
    {
      ...FIRST_CHOICE,
      filter: { ...FIRST_CHOICE.filter, relay: "direct" },
    },
  );
  deepEqual(choiceIn(`?text=${"x".repeat(65)}`), FIRST_CHOICE);
});
