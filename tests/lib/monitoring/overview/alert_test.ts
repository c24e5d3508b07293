import { deepEqual } from "node:assert/strict";
import { formatAlertValue } from "@/lib/monitoring/overview/alert.ts";

Deno.test("formatAlertValue() writes money before its figure, sides in one or many", () => {
  deepEqual(
    [
      formatAlertValue(0.001234, "$"),
      formatAlertValue(1, "sides"),
      formatAlertValue(2, "sides"),
      formatAlertValue(301.24, "ms"),
    ],
    ["$0.00123", "1 side", "2 sides", "301 ms"],
  );
});
