import { deepEqual } from "node:assert/strict";
import plugin from "@/lib/build/borders_lint.ts";

/** Names of the rules that a source in a file breaks. */
function broken(path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, path, source).map(({ id }) => id);
}

const FORBIDDEN = ["borders/allowed-imports"];
const MISSPELT = ["borders/import-style"];

const cases: [string, string, string[]][] = [
  ["islands/A.tsx", 'import { Store } from "@/lib/kv/store.ts";', FORBIDDEN],
  // A type crosses a border as well: who needs it belongs together.
  ["islands/A.tsx", 'import type { S } from "@/lib/kv/store.ts";', FORBIDDEN],
  ["lib/call/a.ts", 'import { c } from "@/lib/app/config.ts";', FORBIDDEN],
  ["routes/(_x)/A.tsx", 'import { S } from "@/lib/kv/store.ts";', FORBIDDEN],
  ["lib/kv/a.ts", 'import { k } from "@/lib/matching/keys.ts";', FORBIDDEN],
  ["lib/kv/a.ts", 'export * from "@/lib/matching/keys.ts";', FORBIDDEN],
  ["lib/kv/a.ts", 'export { k } from "@/lib/matching/keys.ts";', FORBIDDEN],
  ["lib/kv/a.ts", 'import { handler } from "@/routes/a.ts";', FORBIDDEN],
  ["lib/kv/a.ts", 'import { b } from "@/lib/kv/b.ts";', MISSPELT],
  ["lib/matching/a.ts", 'import { S } from "../kv/store.ts";', MISSPELT],
  [
    "lib/app/a.ts",
    "const kv = await Deno.openKv();",
    ["borders/kv-only-in-store"],
  ],
  ["lib/kv/a.ts", "const kv = await Deno.openKv();", []],
  ["lib/kv/a.ts", 'import { dirname } from "node:path";', []],
  ["routes/a.tsx", 'import { p } from "@/lib/signaling/pairs.ts";', []],
];
for (const [path, source, want] of cases) {
  Deno.test(`borders lint finds ${want[0] ?? "nothing"} in ${path}: ${source}`, () => {
    deepEqual(broken(`${Deno.cwd()}/${path}`, source), want);
  });
}
