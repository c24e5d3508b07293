import { equal } from "node:assert/strict";
import { formatHistory } from "@/lib/monitoring/overview/history.ts";

Deno.test("formatHistory() writes each unit, and a dash for the unknown", () => {
  equal(formatHistory(undefined, "usd"), "–");
  equal(formatHistory(null, "ms"), "–");
  equal(formatHistory(1_234_567, "bps"), "1.23 Mbit/s");
  equal(formatHistory(0.25, "perMinute"), "0.25");
  equal(formatHistory(1_234, "count"), "1,234");
  equal(formatHistory(97.31, "pct"), "97.3 %");
  equal(formatHistory(12.5, "usd"), "$12.50");
  equal(formatHistory(3e9, "bytes"), "3 GB");
});
