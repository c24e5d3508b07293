/**
 * The differences from upstream that are meant, as decision 6 lists them.
 *
 * @module
 */

/** One row of a table of the decision. */
export interface Expectation {
  /** Whether it is something that is not here, or that is done otherwise. */
  kind: "lacking" | "different";
  /** What it is about. */
  title: string;
  /** Names in code, such as `app.ws()`; what refuses them is this row's. */
  codes: string[];
  /** Upstream's tests that show it; "*" stands for anything. */
  tests: string[];
}

/** Everything the decision says about upstream's tests. */
export interface Expectations {
  /** The rows of both tables. */
  rows: Expectation[];
  /** Test files that are not run. */
  filesNotRun: string[];
}

const HEADINGS: Record<string, Expectation["kind"] | "files"> = {
  "What is not here": "lacking",
  "What is different": "different",
  "Test files that are not run": "files",
};

/**
 * Reads the tables of the decision.
 *
 * @throws {TypeError} If one of them is missing.
 */
export function readExpectations(markdown: string): Expectations {
  const rows: Expectation[] = [];
  const filesNotRun: string[] = [];
  for (const [heading, kind] of Object.entries(HEADINGS)) {
    for (const [title = "", , tests = ""] of tableUnder(markdown, heading)) {
      const codes = codesIn(title);
      if (kind === "files") filesNotRun.push(...codes);
      else rows.push({ kind, title, codes, tests: codesIn(tests) });
    }
  }
  return { rows, filesNotRun };
}

function tableUnder(markdown: string, heading: string): string[][] {
  const parts = markdown.split(/^#+ /m);
  const part = parts.find((text) => text.startsWith(`${heading}\n`));
  const lines = part?.split("\n").filter((line) => line.startsWith("|")) ?? [];
  if (lines.length < 3) {
    throw new TypeError(`Cannot find a table under "${heading}"`);
  }
  return lines.slice(2).map((line) =>
    line.split(/(?<!\\)\|/).slice(1, -1).map((cell) =>
      cell.trim().replaceAll("\\|", "|")
    )
  );
}

function codesIn(cell: string): string[] {
  return [...cell.matchAll(/``? ?(.+?) ?``?(?!`)/g)].map(([, code]) => code!);
}

/** Finds the row that a failed test is named by. */
export function rowOf(
  { rows }: Expectations,
  test: { name: string; message: string },
): Expectation | null {
  const refused = /Cannot use (.+?): it is not part of this Fresh/
    .exec(test.message)?.[1];
  return rows.find(({ kind, codes, tests }) =>
    tests.some((pattern) => fits(pattern, test.name)) ||
    kind === "lacking" && refused !== undefined &&
      codes.some((code) => refused.includes(code))
  ) ?? null;
}

/** Tells whether a pattern, where "*" is anything, is that of a name. */
export function fits(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) =>
    part.replace(/[\\^$.+?()[\]{}|/]/g, "\\$&")
  );
  return new RegExp(`^${parts.join("[^]*")}$`).test(name);
}
