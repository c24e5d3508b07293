import { deepEqual, equal, match, throws } from "node:assert/strict";
import { firstDifference, pathsOf, withoutNoise } from "./answers.ts";
import { readArguments } from "./arguments.ts";
import { compare, staleNames, toTable } from "./comparison.ts";
import { fits, readExpectations, rowOf } from "./expectations.ts";
import { readReport } from "./junit.ts";
import { mapImports, TEST_FILES, testConfig } from "./own_project.ts";
import { copyProject, isCopied, onUpstream } from "./project.ts";

const DECISION = new URL(
  "../../docs/decisions/0006-our-own-fresh.md",
  import.meta.url,
);

const MARKDOWN = `# 6. Title

## What is not here

| what | why | upstream's tests |
| ---- | --- | ---------------- |
| \`app.ws()\`, \`ctx.upgrade\` | no sockets | |
| \`a lazy middleware\` | small | \`App - * lazy\`, \`a \\| b\` |

## What is different

| difference | why | upstream's tests |
| --- | --- | --- |
| words of \`x\` | own | \`warns\` |

## Test files that are not run

| file | why |
| --- | --- |
| \`packages/fresh/tests/p_test.tsx\`, \`packages/fresh/src/q_test.ts\` | none |
`;
const EXPECTED = readExpectations(MARKDOWN);

const refused = (what: string) =>
  `TypeError: Cannot use ${what}: it is not part of this Fresh`;

Deno.test("readArguments() takes both checkouts or none", () => {
  deepEqual(readArguments([]), { checkouts: null, parts: ["app", "tests"] });
  const both = readArguments(["--fresh", "/f", "--std", "/s", "--only", "app"]);
  deepEqual(both, {
    checkouts: { fresh: "/f", std: "/s" },
    parts: ["app"],
  });
  throws(() => readArguments(["--fresh", "/f"]), /--fresh needs --std/);
  throws(() => readArguments(["--only", "x"]), TypeError);
  throws(() => readArguments(["--sdt", "/s"]), TypeError);
});

Deno.test("onUpstream() takes our Fresh out, and links the real one", () => {
  const config = {
    workspace: ["./fresh"],
    tasks: { start: "x" },
    imports: { a: "npm:a@1", b: "npm:b@1" },
  };
  deepEqual(onUpstream(config, ["/f"], { b: "npm:b@2" }), {
    tasks: { start: "x" },
    imports: { a: "npm:a@1", b: "npm:b@2" },
    links: ["/f"],
  });
  equal("links" in onUpstream(config, []), false);
});

Deno.test("copyProject() copies sources, and nothing that is ours or made", async () => {
  deepEqual(["fresh", "node_modules", "_fresh", "data"].filter(isCopied), []);
  deepEqual(["lib", "fresh.config.ts"].filter(isCopied), [
    "lib",
    "fresh.config.ts",
  ]);
  const dir = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${dir}/from/fresh`, { recursive: true });
    await Deno.mkdir(`${dir}/from/lib`);
    await Deno.writeTextFile(`${dir}/from/lib/a.ts`, "1");
    await Deno.writeTextFile(`${dir}/from/deno.json`, '{"workspace":[]}');
    await copyProject(`${dir}/from`, `${dir}/to`, [], {});
    const names = await Array.fromAsync(
      Deno.readDir(`${dir}/to`),
      ({ name }) => name,
    );
    deepEqual(names.sort(), ["deno.json", "lib"]);
    equal(await Deno.readTextFile(`${dir}/to/lib/a.ts`), "1");
    const config = await Deno.readTextFile(`${dir}/to/deno.json`);
    equal(config.includes("workspace"), false);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("mapImports() finds islands where they were put", () => {
  const text = 'import { A } from "./fixtures_islands/A.tsx";\n' +
    'import { B } from "../../tests/fixtures_islands/B.tsx";';
  equal(
    mapImports(text, ["B.tsx"]),
    'import { A } from "./fixtures_islands/islands/A.tsx";\n' +
      'import { B } from "../../tests/fixtures_islands/outside/B.tsx";',
  );
});

Deno.test("testConfig() maps Fresh to ours", () => {
  const config = testConfig({ imports: { a: "npm:a" } }, "/site", "/std");
  deepEqual(config.links, ["/std", "/site/fresh"]);
  match(config.imports!.fresh!, /adapters\/fresh\.ts$/);
  equal(config.imports!.a, "npm:a");
});

Deno.test("readExpectations() reads the tables", () => {
  deepEqual(
    EXPECTED.rows.map(({ kind, codes, tests }) => [kind, codes, tests]),
    [
      ["lacking", ["app.ws()", "ctx.upgrade"], []],
      ["lacking", ["a lazy middleware"], ["App - * lazy", "a | b"]],
      ["different", ["x"], ["warns"]],
    ],
  );
  deepEqual(EXPECTED.filesNotRun, [
    "packages/fresh/tests/p_test.tsx",
    "packages/fresh/src/q_test.ts",
  ]);
  throws(() => readExpectations("# no tables"), /Cannot find a table/);
});

Deno.test("rowOf() knows a failure by what is refused, or by its name", () => {
  const title = (name: string, message = "") =>
    rowOf(EXPECTED, { name, message })?.codes[0];
  equal(title("any", refused("app.ws()")), "app.ws()");
  equal(title("any", refused("app.route()")), undefined);
  equal(title("App - use lazy", "500 == 200"), "a lazy middleware");
  equal(title("warns"), "x");
  equal(title("any", refused("x")), undefined);
  equal(title("any", "AssertionError"), undefined);
});

Deno.test("fits() takes all but stars as they are", () => {
  equal(fits("a (b) * [c]", "a (b) anything [c]"), true);
  equal(fits("a.b", "axb"), false);
  equal(fits("a", "ab"), false);
});

Deno.test("answers are compared without what differs anyway", () => {
  deepEqual(pathsOf(["_app.tsx", "index.tsx", "api/a.ts", "admin/index.tsx"]), [
    "/",
    "/api/a",
    "/admin",
  ]);
  const nonce = (sign: string) => `x nonce="${sign.repeat(32)}" y`;
  equal(withoutNoise(nonce("a")), withoutNoise(nonce("b")));
  const difference = firstDifference("GET /a\n200", "GET /a\n404");
  match(difference, /^GET \/a\n {2}ours: +".*200"\n {2}upstream: ".*404"$/);
});

Deno.test("readReport() reads names, outcomes and reasons", () => {
  const xml = `<testsuites><testsuite name="./a_test.ts">
    <testcase name="a &gt; b" classname="x" time="0.1">
    </testcase>
    <testcase name="c" classname="x" line="1"/>
    <testcase name="d &#34;e&quot;">
      <failure message="x &lt; y">why</failure>
    </testcase>
    <testcase name="f"><skipped/></testcase>
  </testsuite></testsuites>`;
  const results = readReport(xml);
  deepEqual(results.map(({ name, outcome }) => [name, outcome]), [
    ["a > b", "pass"],
    ["c", "pass"],
    ['d "e"', "fail"],
    ["f", "ignored"],
  ]);
  match(results[2]!.message, /x < y.*why/s);
});

Deno.test("the table counts everything, and shows what nothing names", () => {
  const results = [
    { name: "good", outcome: "pass", message: "" },
    { name: "left out", outcome: "ignored", message: "" },
    { name: "sockets", outcome: "fail", message: refused("app.ws()") },
    { name: "warns", outcome: "fail", message: "other words" },
    { name: "new", outcome: "fail", message: "200 == 401" },
  ] as const;
  const comparison = compare("a_test.ts", [...results], EXPECTED);
  equal(comparison.passed, 1);
  deepEqual(comparison.unnamed, [{ test: "new", message: "200 == 401" }]);
  const table = toTable([comparison, comparison]);
  match(table, /^a_test\.ts +1 +1 +1 +1 +1$/m);
  match(table, /^all +2 +2 +2 +2 +2$/m);
  match(table, /UNNAMED a_test\.ts › new\n200 == 401/);
  match(table, /not here: `app\.ws\(\)`.*\n {2}sockets/);
});

Deno.test("a name that no failed test has is stale", () => {
  const failed = [{ name: "warns", outcome: "fail", message: "" }] as const;
  const comparison = compare("a_test.ts", [...failed], EXPECTED);
  deepEqual(staleNames(EXPECTED, [comparison]), ["App - * lazy", "a | b"]);
});

Deno.test("decision 6 has the tables, and says of no file both", async () => {
  const { rows, filesNotRun } = readExpectations(
    await Deno.readTextFile(DECISION),
  );
  equal(rows.length > 20, true);
  const run = TEST_FILES.map((file) => `packages/fresh/${file}`);
  deepEqual(filesNotRun.filter((file) => run.includes(file)), []);
});
