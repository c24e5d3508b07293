import { ok } from "node:assert/strict";
import { keys } from "@/lib/kv/keys.ts";

Deno.test("keys table in the module doc names every builder's first part", async () => {
  const source = await Deno.readTextFile("lib/kv/keys.ts");
  const table = source.slice(0, source.indexOf("@module"));
  const builders = Object.values(keys) as ((kind?: string) => Deno.KvKey)[];
  for (const build of builders) {
    const first = String(build("offer")[0]);
    ok(table.includes(`\`["${first}"`), `undocumented key ${first}`);
  }
});
