import { deepEqual, equal } from "node:assert/strict";
import {
  formatAge,
  formatBps,
  formatBytes,
  formatClock,
  formatCount,
  formatMs,
  formatPct,
  formatPerMinute,
  formatRate,
  formatUsd,
  pctOf,
} from "@/lib/monitoring/overview/format.ts";

Deno.test("formatBytes() scales by thousands and never shows 1,000 of a unit", () => {
  const sizes = [0, 999, 999.6, 1_000, 45_600, 999_600, 1.2e9, 3.4e15];
  deepEqual(sizes.map(formatBytes), [
    "0 B",
    "999 B",
    "1 kB",
    "1 kB",
    "45.6 kB",
    "1 MB",
    "1.2 GB",
    "3,400 TB",
  ]);
});

Deno.test("formatMs() picks the unit that reads best", () => {
  const durations = [0, 0.532, 38, 1_250, 90_000, 7_200_000, 259_200_000];
  deepEqual(durations.map(formatMs), [
    "0 ms",
    "0.532 ms",
    "38 ms",
    "1.25 sec",
    "1.5 min",
    "2 hr",
    "3 days",
  ]);
});

Deno.test("formatAge() counts whole units", () => {
  const ages = [0, 59_999, 119_999, 5_400_000, 1e8];
  deepEqual(ages.map(formatAge), ["1 sec", "59 sec", "1 min", "1 hr", "1 day"]);
});

Deno.test("what is unknown is a dash, and never 0", () => {
  const unknown = [formatBytes, formatMs, formatCount, formatPct]
    .flatMap((format) => [format(null), format(undefined)]);
  equal(new Set(unknown).size, 1);
  equal(unknown[0], "–");
  equal(pctOf(0, 0), undefined);
});

Deno.test("formatCount() and its like stay short", () => {
  equal(formatCount(12_345), "12,345");
  equal(formatCount(1_234_567), "1.235M");
  equal(formatPct(97.349), "97.3 %");
  equal(formatRate(0.5), "0.5/s");
  equal(formatRate(0.0781), "0.08/s");
  equal(formatRate(0.004), "<0.01/s");
  equal(formatRate(0), "0/s");
  equal(formatRate(1234.5), "1,235/s");
  const aMinute = [0, 2 / 60, 0.001, 1.24, 1234.5, undefined];
  deepEqual(aMinute.map(formatPerMinute), [
    "0",
    "0.03",
    "<0.01",
    "1.2",
    "1,234.5",
    "–",
  ]);
});

Deno.test("formatPct() has two decimals at most, and calls nothing 0 that is not", () => {
  const values = [0, 0.001, 0.005, 0.0449, 1.234, 5.678, 12.345, 100];
  deepEqual(values.map(formatPct), [
    "0 %",
    "<0.01 %",
    "0.01 %",
    "0.04 %",
    "1.23 %",
    "5.68 %",
    "12.3 %",
    "100 %",
  ]);
});

Deno.test("formatUsd() writes cents", () => {
  deepEqual([0, 4.181, 1_234.5].map(formatUsd), [
    "$0.00",
    "$4.18",
    "$1,234.50",
  ]);
});

Deno.test("formatBps() scales by thousands and never shows 1,000 of a unit", () => {
  const rates = [undefined, 0, 950, 999.6, 48_000, 999_600, 1_234_000, 2e9];
  deepEqual(rates.map(formatBps), [
    "–",
    "0 bit/s",
    "950 bit/s",
    "1 kbit/s",
    "48 kbit/s",
    "1 Mbit/s",
    "1.23 Mbit/s",
    "2 Gbit/s",
  ]);
});

Deno.test("formatClock() reads as a clock does", () => {
  const times = [
    ...[-5, 0, 59_999, 247_000, 3_599_000],
    ...[3_600_000, 3_729_000, 90_000_000],
  ];
  deepEqual(times.map(formatClock), [
    "0:00",
    "0:00",
    "0:59",
    "4:07",
    "59:59",
    "1:00:00",
    "1:02:09",
    "25:00:00",
  ]);
});
