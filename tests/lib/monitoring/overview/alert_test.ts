import { deepEqual } from "node:assert/strict";
import {
  formatAlertValue,
  worstFirst,
} from "@/lib/monitoring/overview/alert.ts";

Deno.test("worstFirst() orders by severity, then by when they opened", () => {
  const alerts = [
    { id: "a", severity: "low", openedAt: 9 },
    { id: "b", severity: "critical", openedAt: 1 },
    { id: "c", severity: "critical", openedAt: 2 },
    { id: "d", severity: "high", openedAt: 5 },
    { id: "e", severity: "medium", openedAt: 7 },
  ] as const;
  deepEqual(alerts.toSorted(worstFirst).map(({ id }) => id).join(""), "cbdea");
});

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
