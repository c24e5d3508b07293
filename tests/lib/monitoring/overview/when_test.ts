import { equal } from "node:assert/strict";
import { formatUtc, formatWhen } from "@/lib/monitoring/overview/when.ts";

const AT = Date.UTC(2026, 10, 3, 23, 59, 7);

Deno.test("formatWhen() writes a moment in the zone that is asked for", () => {
  equal(formatWhen(AT, "moment", "UTC"), "3 Nov, 23:59:07");
  equal(formatWhen(AT, "moment", "Asia/Dubai"), "4 Nov, 03:59:07");
  equal(formatWhen(AT, "time", "Asia/Dubai"), "03:59:07");
  equal(formatWhen(AT, "minute", "America/New_York"), "18:59");
  equal(formatWhen(AT, "day", "Asia/Ho_Chi_Minh"), "4 Nov 2026");
});

Deno.test("formatWhen() writes midnight as 00, not as 24", () => {
  equal(formatWhen(Date.UTC(2026, 0, 1), "minute", "UTC"), "00:00");
});

Deno.test("formatUtc() writes a moment in UTC, and says so", () => {
  equal(formatUtc(AT), "2026-11-03 23:59:07 UTC");
});
