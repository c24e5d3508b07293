import { equal, ok } from "node:assert/strict";
import { monthCost } from "@/lib/monitoring/history/month_cost.ts";

const DAY_MS = 24 * 3_600_000;
const GB = 1e9;
const PRICE = { perGbUsd: 0.05, freeGbPerMonth: 0, monthlyFeeUsd: 0 };
/** The end of the tenth day of a month of thirty. */
const NOW = Date.UTC(2026, 10, 11);

const days = (count: number, gb: number) =>
  Array.from({ length: count }, (_, i) => ({
    startAt: NOW - (i + 1) * DAY_MS,
    relayedBytes: gb * GB,
  }));

Deno.test("monthCost() goes on at the pace of the last seven days", () => {
  const steady = monthCost(days(40, 10), PRICE, NOW);
  equal(steady.relayedBytes, 100 * GB);
  equal(steady.costUsd, 5);
  equal(Math.round(steady.projectedBytes / GB), 300);
  equal(steady.monthStartAt, Date.UTC(2026, 10));
});

Deno.test("monthCost() counts the running day to the minute", () => {
  const noon = NOW + DAY_MS / 2;
  const half = { startAt: NOW, relayedBytes: 5 * GB };
  const { projectedBytes } = monthCost([half, ...days(40, 10)], PRICE, noon);
  equal(Math.round(projectedBytes / GB), 300);
});

Deno.test("monthCost() of a young site goes on at the pace since it began", () => {
  const { projectedBytes } = monthCost(days(2, 10), PRICE, NOW);
  equal(Math.round(projectedBytes / GB), 220);
});

Deno.test("monthCost() bills what is beyond the free gigabytes, and the fee", () => {
  const price = { perGbUsd: 0.1, freeGbPerMonth: 90, monthlyFeeUsd: 7 };
  const { costUsd, projectedCostUsd } = monthCost(days(40, 10), price, NOW);
  ok(Math.abs(costUsd - 8) < 1e-9);
  ok(Math.abs(projectedCostUsd - (7 + 21)) < 1e-9);
});

Deno.test("monthCost() of nothing is the fee", () => {
  const price = { ...PRICE, monthlyFeeUsd: 3 };
  equal(monthCost([], price, NOW).projectedCostUsd, 3);
});
