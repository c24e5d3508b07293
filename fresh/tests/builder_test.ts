import { deepEqual, equal, match } from "node:assert/strict";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { crawl } from "../src/dev/crawl.ts";
import { lookUp, parsePackage, readImports } from "../src/dev/resolve.ts";
import { contentTypeOf } from "../src/dev/assets.ts";
import { uniqueName } from "../src/build_cache.ts";
import { caller } from "./helpers.ts";
import { app } from "./project/main.ts";

const root = new URL("project/", import.meta.url);

async function listDir(path: URL): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(path), ({ name }) => name)).sort();
}

/** Writes files below a new folder, and removes them afterwards. */
async function withFiles(
  files: Record<string, string>,
  run: (dir: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = `${dir}/${path}`;
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), {
        recursive: true,
      });
      await Deno.writeTextFile(file, text);
    }
    await run(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("build() writes what `deno serve` serves", async () => {
  const outDir = `_fresh_${crypto.randomUUID()}`;
  const out = new URL(`${outDir}/`, root);
  try {
    const builder = new Builder({ root: root.href, outDir });
    await builder.build();
    await builder.build();
    deepEqual(await listDir(out), ["server.js", "snapshot.js", "static"]);
    const builds = await listDir(new URL("static/_fresh/js/", out));
    equal(builds.length, 1);
    match(builds[0]!, /^[0-9a-f]{40}$/);

    const { default: server } = await import(`${out}server.js`);
    const get = async (path: string): Promise<[Response, string]> => {
      const url = `http://localhost${path}`;
      const response = await server.fetch(new Request(url));
      return [response, await response.text()];
    };
    const [page, html] = await get("/counter");
    equal(page.status, 200);
    const runtime = /from"([^"]*fresh-runtime.js)"/.exec(html)![1]!;
    equal(runtime.split("/")[3], builds[0]);
    const [chunk] = await get(runtime);
    equal(chunk.headers.get("content-type"), "text/javascript; charset=UTF-8");
    match(chunk.headers.get("cache-control")!, /immutable/);
    match((await get("/style.css"))[1], /url\(\/logo.svg\)/);
    match((await get("/.well-known/x.txt"))[1], /known/);
    equal((await get("/.hidden"))[0].status, 404);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("build() in memory serves small bundles", async () => {
  const apply = await new Builder({ root: root.href })
    .build({ snapshot: "memory" });
  apply(app);
  const call = caller(app);
  const { text: html } = await call("/counter");
  let total = 0;
  const seen = new Set<string>();
  const queue = [...html.matchAll(/from"([^"]+)"/g)].map(([, url]) => url!);
  for (const url of queue) {
    if (seen.has(url)) continue;
    seen.add(url);
    const { status, text } = await call(url);
    equal(status, 200);
    const stream = new Blob([text]).stream()
      .pipeThrough(new CompressionStream("gzip"));
    total += (await new Response(stream).arrayBuffer()).byteLength;
    for (const [, other] of text.matchAll(/"\.\/([\w-]+\.js)"/g)) {
      queue.push(url.replace(/[^/]+$/, other!));
    }
  }
  // Preact, signals, and the runtime; it was 10.3 kB when this was written.
  equal(total < 12_500, true, `${total} bytes`);
});

Deno.test("listen() develops with live reload", async () => {
  const abort = new AbortController();
  const { promise, resolve } = Promise.withResolvers<number>();
  const developed = new App().use(staticFiles()).fsRoutes();
  await new Builder({ root: root.href }).listen(
    () => Promise.resolve(developed),
    { port: 0, signal: abort.signal, onListen: ({ port }) => resolve(port) },
  );
  const origin = `http://localhost:${await promise}`;
  const get = async (path: string) => {
    const response = await fetch(origin + path);
    return { status: response.status, text: await response.text() };
  };
  equal(developed.config.mode, "development");
  match((await get("/")).text, /"\/_frsh\/alive"/);
  const socket = new WebSocket(`${origin}/_frsh/alive`);
  const data = await new Promise<string>((done) => {
    socket.onmessage = (event) => done(event.data);
  });
  match(data, /"type":"initial-state","revision":\d+/);
  const closed = new Promise((done) => socket.onclose = done);
  socket.close();
  await closed;

  equal((await get("/_frsh/alive")).status, 501);
  equal((await get("/nope")).text, "Not Found");
  equal((await get("/%E0%A4%A")).status, 404);
  abort.abort();
});

Deno.test("crawl() leaves out tests, private and hidden files", async () => {
  await withFiles({
    "routes/index.tsx": "",
    "routes/index_test.tsx": "",
    "routes/a.test.ts": "",
    "routes/notes.md": "",
    "routes/(_components)/x.tsx": "",
    "routes/b/(_islands)/Y.tsx": "",
    "routes/(group)/c.ts": "",
    "islands/deep/Z.tsx": "",
    "one/a.txt": "1",
    "two/a.txt": "2",
    "two/b.txt": "2",
    "two/.hidden/c": "",
    "two/.well-known/d": "",
  }, async (dir) => {
    const { routes, islands, statics } = await crawl({
      routeDir: `${dir}/routes`,
      islandDir: `${dir}/islands`,
      staticDirs: [`${dir}/one`, `${dir}/two`, `${dir}/none`],
    });
    deepEqual(routes.map(({ path }) => path), ["(group)/c", "index"]);
    deepEqual(islands, [
      `${dir}/islands/deep/Z.tsx`,
      `${dir}/routes/b/(_islands)/Y.tsx`,
    ]);
    deepEqual(Object.fromEntries(statics), {
      "/a.txt": `${dir}/one/a.txt`,
      "/b.txt": `${dir}/two/b.txt`,
      "/.well-known/d": `${dir}/two/.well-known/d`,
    });
  });
});

Deno.test("uniqueName() makes identifiers", () => {
  const taken = new Set<string>();
  equal(uniqueName("nav-bar", taken), "nav_bar");
  equal(uniqueName("nav_bar", taken), "nav_bar_1");
  equal(uniqueName("2d", taken), "_2d");
});

Deno.test("imports are looked up as Deno does", async () => {
  const imports = {
    "@/": "/p/",
    "a": "npm:a@1",
    "a/b": "npm:ab@^2/sub",
    "fresh": "jsr:@fresh/core@^2",
  };
  deepEqual(lookUp(imports, "@/x.ts"), { target: "/p/", rest: "x.ts" });
  deepEqual(lookUp(imports, "a/b/c"), { target: "npm:ab@^2/sub", rest: "/c" });
  deepEqual(lookUp(imports, "a/c"), { target: "npm:a@1", rest: "/c" });
  equal(lookUp(imports, "ab"), null);
  deepEqual(parsePackage("npm:@s/n@^1.2/sub"), { name: "@s/n", sub: "/sub" });
  deepEqual(parsePackage("jsr:@fresh/core@^2"), {
    name: "@fresh/core",
    sub: "",
  });
  await withFiles({
    "deno.json": '{"workspace": ["./m"], "imports": {"@/": "./"}}',
    "m/deno.json": '{"imports": {"x": "npm:x@1"}}',
  }, async (dir) => {
    deepEqual(await readImports(`${dir}/m`), { "@/": `${dir}/`, x: "npm:x@1" });
  });
});

Deno.test("contentTypeOf() knows text from other files", () => {
  for (
    const [path, want] of [
      ["a.css", "text/css; charset=UTF-8"],
      ["a.JS", "text/javascript; charset=UTF-8"],
      ["a.js.map", "application/json; charset=UTF-8"],
      ["a.svg", "image/svg+xml"],
      ["a.xml", "application/xml"],
      ["a.ico", "image/vnd.microsoft.icon"],
      ["a.webmanifest", "application/manifest+json; charset=UTF-8"],
      ["a.png", "image/png"],
      ["a.woff2", "font/woff2"],
      ["a.wasm", "application/wasm"],
      ["a", "text/plain"],
    ] as const
  ) equal(contentTypeOf(path), want);
});
