import { deepEqual, equal, ok } from "node:assert/strict";
import { startServer, TEST_ADMIN_TOKEN } from "@/tests/server_process.ts";

const BUNDLE = new URL("../../_server/", import.meta.url).pathname;

/** The sources that a chunk was made of, from the project's root. */
async function sourcesOf(chunk: string): Promise<string[]> {
  const map = await Deno.readTextFile(`${BUNDLE}${chunk}.map`);
  const { sources } = JSON.parse(map) as { sources: string[] };
  return sources.map((path) => path.replace(/^(?:\.\.\/)+/, ""));
}

/** Every chunk that is there once the server is up. */
async function chunksAtStart(): Promise<Set<string>> {
  const found = new Set<string>();
  const visit = async (chunk: string, pattern: RegExp) => {
    if (found.has(chunk)) return;
    found.add(chunk);
    const script = await Deno.readTextFile(BUNDLE + chunk);
    for (const [, next] of script.matchAll(pattern)) {
      await visit(next!, /(?:\bfrom|\bimport)"\.\/([^"]+\.js)"/g);
    }
  };
  // What the entry itself imports later, it imports at once.
  await visit("serve.js", /(?:\bfrom|\bimport)\(?"\.\/([^"]+\.js)"/g);
  return found;
}

Deno.test("a start loads what answers calls, and nothing that only some ask for", async () => {
  const sources = new Set<string>();
  for (const chunk of await chunksAtStart()) {
    for (const source of await sourcesOf(chunk)) sources.add(source);
  }
  for (const needed of ["main.ts", "_fresh/server.js", "_fresh/snapshot.js"]) {
    ok(sources.has(needed), needed);
  }
  const late = [
    /^routes\/admin\/(?!_)/,
    /^routes\/api\/monitoring\/export/,
    /^lib\/monitoring\/(?:export|terminal)\//,
    /\/chart\.js\//,
    /\/@simplewebauthn\/server\//,
  ];
  deepEqual([...sources].filter((s) => late.some((l) => l.test(s))), []);
});

Deno.test("no package that the site imports is in the bundle twice", async () => {
  const { imports } = JSON.parse(await Deno.readTextFile("deno.json"));
  const folders = new Map<string, Set<string>>();
  for (const { name } of Deno.readDirSync(BUNDLE)) {
    if (!name.endsWith(".js")) continue;
    for (const source of await sourcesOf(name)) {
      const [, folder, pkg] =
        /^(node_modules\/(?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/]+))\//.exec(
          source,
        ) ?? [];
      if (!Object.hasOwn(imports, pkg ?? "")) continue;
      folders.set(pkg!, (folders.get(pkg!) ?? new Set()).add(folder!));
    }
  }
  for (const pkg of ["preact", "@preact/signals", "zod"]) {
    ok(folders.has(pkg), pkg);
  }
  deepEqual([...folders].filter(([, { size }]) => size > 1), []);
});

Deno.test("the bundle answers with what waits in chunks of its own", async () => {
  await using server = await startServer();
  const headers = { authorization: `Bearer ${TEST_ADMIN_TOKEN}` };
  const to = Date.now();
  const files = `what=calls&format=csv&from=${to - 1_000}&to=${to}`;
  for (
    const path of [
      "/privacy",
      "/admin/history",
      `/api/monitoring/export?${files}`,
    ]
  ) {
    const response = await fetch(server.baseUrl + path, { headers });
    equal(response.status, 200, path);
    await response.body?.cancel();
  }
});
