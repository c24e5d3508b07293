import { equal } from "node:assert/strict";
import fc from "fast-check";
import { makeAlertId, timeText } from "@/lib/monitoring/alerts/keys.ts";

Deno.test("timeText() sorts as its moments do", () => {
  const moment = fc.integer({ min: 0, max: 1e14 });
  fc.assert(fc.property(moment, moment, (a, b) => {
    equal(timeText(a) < timeText(b), a < b);
  }));
});

Deno.test("makeAlertId() keeps alerts of one millisecond apart", () => {
  let lot = 0;
  const next = () => makeAlertId(1_787_400_000_000, () => ++lot / 3000);
  const ids = Array.from({ length: 1000 }, next);
  equal(new Set(ids).size, 1000);
});
