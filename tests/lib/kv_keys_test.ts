import { deepEqual, equal, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { CALL_STATE } from "@/lib/app/call_state.ts";
import { buildersOf } from "@/tests/kv_key_builders.ts";
import { walk } from "@/tests/walk.ts";

Deno.test("each module of keys lists what it builds in its table", async () => {
  const paths = (await walk("lib")).filter((path) => path.endsWith("/keys.ts"));
  equal(paths.length, 10, "modules of keys");
  for (const path of paths) {
    const source = await Deno.readTextFile(path);
    const table = source.slice(0, source.indexOf("@module"));
    const folder = path.slice(0, path.lastIndexOf("/"));
    for (const [file] of table.matchAll(/[\w/]+\.ts\b/g)) {
      const places = [`${folder}/${file}`, `${folder}/../${file}`];
      ok(places.some((place) => existsSync(place)), `${path}: ${file}`);
    }
    const builders = await buildersOf(path);
    ok(builders.length > 0, `${path} builds nothing`);
    for (const [name, [first]] of builders) {
      ok(table.includes(`\`["${String(first)}"`), `${path}: ${name}`);
    }
  }
});

Deno.test("no two rooms use one first part of a key", async () => {
  const owners = new Map<string, string>();
  for (const path of await walk("lib")) {
    if (!path.endsWith("/keys.ts")) continue;
    for (const [, [first]] of await buildersOf(path)) {
      equal(owners.get(String(first)) ?? path, path, String(first));
      owners.set(String(first), path);
    }
  }
});

Deno.test("the state of calls is what matching and signaling keep", async () => {
  const builders = [
    ...await buildersOf("lib/matching/keys.ts"),
    ...await buildersOf("lib/signaling/keys.ts"),
  ];
  const firsts = new Set(builders.map(([, [first]]) => String(first)));
  // The builders of descriptions are asked for offers only.
  deepEqual(new Set(CALL_STATE), firsts.add("answer"));
});
