import { deepEqual, equal, match } from "node:assert/strict";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { caller } from "./helpers.ts";
import { app } from "./project/main.ts";

const root = new URL("project/", import.meta.url);

async function listDir(path: URL): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(path), ({ name }) => name)).sort();
}

/**
 * A test that bundles. The bundler's own process ends a moment after it was
 * told to, on a busy machine in the next test: so no leak is looked for.
 */
function bundling(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

bundling("build() writes what `deno serve` serves", async () => {
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

bundling("build() in memory serves small bundles", async () => {
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

bundling("listen() develops with live reload", async () => {
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
