/**
 * Reads the reports of test runs.
 *
 * @module
 */

/** How a test went. */
export interface TestResult {
  /** Its name. */
  name: string;
  /** How it went. */
  outcome: "pass" | "fail" | "ignored";
  /** Why it failed. */
  message: string;
}

const ENTITIES: Record<string, string> = {
  amp: "&",
  apos: "'",
  gt: ">",
  lt: "<",
  quot: '"',
};

/** Reads a report in JUnit's format, as `deno test` writes it. */
export function readReport(xml: string): TestResult[] {
  const cases = xml.matchAll(
    /<testcase\s([^>]*?)(?:\/>|>([^]*?)<\/testcase>)/g,
  );
  return [...cases].map(([, attributes = "", content = ""]) => {
    const [, name = ""] = /\bname="([^"]*)"/.exec(attributes) ?? [];
    const [, message = ""] = /<(?:failure|error)\b([^]*)/.exec(content) ?? [];
    const outcome = content.includes("<skipped")
      ? "ignored"
      : message === ""
      ? "pass"
      : "fail";
    return { name: plain(name), outcome, message: plain(message) };
  });
}

function plain(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex) => fromCode(parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, decimal) => fromCode(Number(decimal)))
    .replace(/&(\w+);/g, (whole, name) => ENTITIES[name] ?? whole);
}

const fromCode = (code: number) => String.fromCodePoint(code);
