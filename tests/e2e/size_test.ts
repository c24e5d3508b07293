import { deepEqual, equal, match, ok } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { startServer } from "@/tests/server_process.ts";

/** DESIGN.md, budgets: what `/chat` may load before Start, gzipped. */
const BUDGET_BYTES = 60 * 1024;

/** Every script that a script loads, itself included. */
async function scriptsOf(url: string, seen: Map<string, string>) {
  if (seen.has(url)) return;
  const source = await (await fetch(url)).text();
  seen.set(url, source);
  for (const [, path] of source.matchAll(/(?:from|import)\s*"([^"]+\.js)"/g)) {
    await scriptsOf(new URL(path!, url).href, seen);
  }
}

Deno.test("/chat loads at most 60 KB of JavaScript before Start", async () => {
  await using server = await startServer();
  const page = await fetch(`${server.baseUrl}/chat`);
  const html = await page.text();
  const seen = new Map<string, string>();
  for (const [, path] of html.matchAll(/"(\/_fresh\/js\/[^"]+\.js)"/g)) {
    await scriptsOf(new URL(path!, server.baseUrl).href, seen);
  }
  ok(seen.size >= 2, "no scripts found");
  const sizeBytes = [...seen.values()]
    .map((source) => gzipSync(source).byteLength)
    .reduce((sum, bytes) => sum + bytes, 0);
  ok(sizeBytes > 10_000, `only ${sizeBytes} bytes found`);
  ok(sizeBytes <= BUDGET_BYTES, `${sizeBytes} bytes`);
  const late = {
    "text-entries": "text chat",
    "/api/monitoring/stats": "stats",
  };
  for (const [mark, what] of Object.entries(late)) {
    const early = [...seen.values()].filter((source) => source.includes(mark));
    deepEqual(early, [], `the ${what} come with the first match`);
  }
});

Deno.test("/chat waits for two style sheets", async () => {
  await using server = await startServer();
  const html = await (await fetch(`${server.baseUrl}/chat`)).text();
  const sheets = [...html.matchAll(/<link[^>]+href="([^"]+\.css)/g)];
  deepEqual(sheets.map(([, path]) => path), ["/styles.css", "/chat.css"]);
});

for (const encoding of ["br", "gzip"]) {
  Deno.test(`/chat and what it loads come as ${encoding}, whole`, async () => {
    await using server = await startServer();
    const asked = { headers: { "accept-encoding": encoding } };
    const plain = { headers: { "accept-encoding": "identity" } };
    const html = await (await fetch(`${server.baseUrl}/chat`, plain)).text();
    const paths = [...html.matchAll(/"(\/[^"]+\.(?:js|css)[^"]*)"/g)]
      .map(([, path]) => path!.replaceAll("&amp;", "&"));
    ok(paths.length >= 3, `only ${paths}`);
    for (const path of ["/chat", ...paths]) {
      const packed = await fetch(server.baseUrl + path, asked);
      equal(packed.headers.get("content-encoding"), encoding, path);
      match(packed.headers.get("vary") ?? "", /accept-encoding/i);
      const whole = await fetch(server.baseUrl + path, plain);
      equal(whole.headers.get("content-encoding"), null);
      const text = await whole.text();
      // A page has a new nonce each time.
      if (path === "/chat") ok((await packed.text()).endsWith("</html>"));
      else equal(await packed.text(), text, path);
    }
    const first = await fetch(server.baseUrl + paths[0]!, asked);
    await first.body?.cancel();
    const etag = first.headers.get("etag")!;
    const again = await fetch(server.baseUrl + paths[0]!, {
      headers: { "accept-encoding": encoding, "if-none-match": etag },
    });
    await again.body?.cancel();
    equal(again.status, 304);
  });
}
