import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { routeQueryOf, routeViewIn } from "@/lib/desk/route_address.ts";
import { FIRST_VIEW, ROUTE_COLUMNS } from "@/lib/desk/route_table.ts";

const view = fc.record({
  search: fc.string({ maxLength: 64 }).map((text) => text.trim()),
  orderBy: fc.constantFrom(...ROUTE_COLUMNS),
  isReversed: fc.boolean(),
  hasOwn: fc.boolean(),
}, { noNullPrototype: true });
const range = fc.constantFrom("24h", "1y", null);

Deno.test("routeViewIn() reads back every view that routeQueryOf() writes", () => {
  fc.assert(fc.property(view, range, (one, range) => {
    deepEqual(routeViewIn(routeQueryOf(one, range)), one);
  }));
});

Deno.test("routeQueryOf() says only what differs, and the span", () => {
  equal(routeQueryOf(FIRST_VIEW, null), "");
  equal(routeQueryOf(FIRST_VIEW, "7d"), "?range=7d");
  equal(
    routeQueryOf({ ...FIRST_VIEW, orderBy: "p95Ms", hasOwn: true }, "7d"),
    "?range=7d&sort=p95Ms&own=1",
  );
});

Deno.test("routeViewIn() passes over what is none of ours, and keeps the rest", () => {
  deepEqual(routeViewIn("?sort=colour&order=up&own=2&search=rtc"), {
    ...FIRST_VIEW,
    search: "rtc",
  });
});
