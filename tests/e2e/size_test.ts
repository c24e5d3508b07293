import { ok } from "node:assert/strict";
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
});
