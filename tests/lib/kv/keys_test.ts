import { ok } from "node:assert/strict";
import { keys } from "@/lib/kv/keys.ts";

Deno.test("keys table in the module doc names every builder's first part", async () => {
  const source = await Deno.readTextFile("lib/kv/keys.ts");
  const table = source.slice(0, source.indexOf("@module"));
  const place = { kind: "offer", pairId: "p", gen: 0 };
  const builders = Object.entries(keys) as [
    string,
    (first?: unknown) => Deno.KvKey,
  ][];
  for (const [name, build] of builders) {
    const isPart = name.startsWith("descriptionPart");
    const first = String(build(isPart ? place : "offer")[0]);
    ok(table.includes(`\`["${first}"`), `undocumented key ${first}`);
  }
});
