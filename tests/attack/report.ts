/**
 * What came of an attack, as a table.
 *
 * @module
 */

import type { AttackReport } from "./attack.ts";
import { p95 } from "./tally.ts";

/** Failures that are printed. */
const SHOWN_FAILURES = 20;

/** Says whether the server failed at nothing. */
export function isHeld({ attacks }: AttackReport): boolean {
  return attacks.every(({ tally }) => tally.failures.length === 0);
}

/** Writes the table. */
export function table(report: AttackReport): string {
  const head = ["attack", "tried", "2xx/3xx", "4xx", "503+", "failed", "cut"];
  const rows = report.attacks.map(({ name, tally }) =>
    [
      name,
      tally.tried,
      tally.taken,
      tally.refused,
      tally.deferred,
      tally.failures.length,
      tally.cut,
    ].map(String)
  );
  const lines = [head, ...rows].map(([name = "", ...figures]) =>
    name.padEnd(34) + figures.map((one) => one.padStart(9)).join("")
  );
  const failures = report.attacks.flatMap(({ tally }) => tally.failures);
  return [
    ...lines,
    "",
    ...summary(report),
    ...failures.slice(0, SHOWN_FAILURES),
  ]
    .join("\n");
}

function summary(
  { beforeMs, meanwhileMs, disappointments, peakBytes }: AttackReport,
): string[] {
  const memory = peakBytes === null
    ? "unknown (give --pid)"
    : `${Math.round(peakBytes / 2 ** 20)} MiB`;
  const p95s = [beforeMs, meanwhileMs].map((all) => p95(all).toFixed(0));
  return [
    `a normal visitor's p95: ${p95s[0]} ms before, ${p95s[1]} ms meanwhile`,
    `refused or lost of a visitor's ${meanwhileMs.length} requests: ${disappointments}`,
    `peak memory of the server: ${memory}`,
  ];
}
