/**
 * Puts the results of upstream's tests on ours beside what is expected.
 *
 * @module
 */
import {
  type Expectation,
  type Expectations,
  fits,
  rowOf,
} from "./expectations.ts";
import type { TestResult } from "./junit.ts";

/** How the tests of one file went. */
export interface Comparison {
  /** The file. */
  file: string;
  /** Tests that pass. */
  passed: number;
  /** Tests that upstream ignores itself. */
  ignored: number;
  /** Tests that fail as decision 6 says, with the row that says so. */
  named: { test: string; row: Expectation }[];
  /** Tests that fail, and nothing says why. */
  unnamed: { test: string; message: string }[];
}

/** Sorts the results of one file. */
export function compare(
  file: string,
  results: TestResult[],
  expectations: Expectations,
): Comparison {
  const comparison: Comparison = {
    file,
    passed: 0,
    ignored: 0,
    named: [],
    unnamed: [],
  };
  for (const { name, outcome, message } of results) {
    if (outcome === "pass") comparison.passed++;
    else if (outcome === "ignored") comparison.ignored++;
    else {
      const row = rowOf(expectations, { name, message });
      if (row === null) comparison.unnamed.push({ test: name, message });
      else comparison.named.push({ test: name, row });
    }
  }
  return comparison;
}

/** Lists names of the decision that no failed test has (any longer). */
export function staleNames(
  { rows }: Expectations,
  comparisons: Comparison[],
): string[] {
  const failed = comparisons.flatMap(({ named }) => named.map((n) => n.test));
  return rows.flatMap(({ tests }) => tests)
    .filter((pattern) => !failed.some((name) => fits(pattern, name)));
}

const COLUMNS = ["pass", "not here", "different", "UNNAMED", "ignored"];

/** Shows everything as a table, with what failed below it. */
export function toTable(comparisons: Comparison[]): string {
  const rows = comparisons.map((one) => [one.file, ...figuresOf(one)]);
  const sums = COLUMNS.map((_, i) =>
    rows.reduce((sum, row) => sum + Number(row[i + 1]), 0)
  );
  const all = [["upstream's tests on ours", ...COLUMNS], ...rows, [
    "all",
    ...sums,
  ]];
  const width = Math.max(...all.map(([name]) => String(name).length));
  const lines = all.map(([name, ...figures]) =>
    String(name).padEnd(width) +
    figures.map((figure) => String(figure).padStart(11)).join("")
  );
  return [...lines, "", ...detailsOf(comparisons)].join("\n");
}

function figuresOf({ passed, ignored, named, unnamed }: Comparison): number[] {
  const count = (kind: string) =>
    named.filter(({ row }) => row.kind === kind).length;
  const [lacking, different] = [count("lacking"), count("different")];
  return [passed, lacking, different, unnamed.length, ignored];
}

function detailsOf(comparisons: Comparison[]): string[] {
  const named = comparisons.flatMap(({ named }) => named);
  const byRow = Map.groupBy(named, ({ row }) => row);
  const lines = [...byRow].flatMap(([{ kind, title }, tests]) => [
    `${kind === "lacking" ? "not here" : "different"}: ${title}`,
    ...tests.map(({ test }) => `  ${test}`),
  ]);
  const unnamed = comparisons.flatMap(({ file, unnamed }) =>
    unnamed.map(({ test, message }) =>
      `UNNAMED ${file} › ${test}\n${message.slice(0, 1_500)}`
    )
  );
  return [...lines, ...unnamed];
}
