/**
 * What the server holds while new visitors come, meet and go, each from an
 * address of their own, until nothing grows any more, and once the last of them
 * are forgotten. It takes minutes, so it is no part of `deno task bench`; the
 * site must be built.
 *
 *     deno run -A tests/bench/coming_and_going.ts [--visitors=150000] [--rate=500] [--rest=240]
 *
 * @module
 */

import { parseArgs } from "node:util";
import { startServer } from "@/tests/server_process.ts";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { HttpConnection, type RequestParts } from "./http_connection.ts";
import { Inspector } from "./inspector.ts";
import { memoryOf } from "./live_users.ts";

const CONNECTIONS = 20;

/** Visitors between two lines of output. */
const EVERY = 10_000;

/** An address for each visitor, as a proxy tells it. */
function addressOf(visitor: number): string {
  const bytes = [visitor >> 16, visitor >> 8, visitor];
  return `10.${bytes.map((byte) => byte & 255).join(".")}`;
}

/** Pause of one who is asked to come back later, milliseconds. */
const REFUSED_PAUSE_MS = 500;

/** Sends what must be answered by 200 or 204, again where it is sent away. */
async function send(
  connection: HttpConnection,
  path: string,
  parts: RequestParts,
): Promise<string | null> {
  const method = path === "/api/anon/init" ? "GET" : "POST";
  while (true) {
    const answer = await connection.request(method, path, parts);
    const { status, cookie, body } = answer;
    if (status === 200 || status === 204) return cookie;
    if (status !== 503) {
      throw new Error(`${method} ${path}: ${status} ${body}`);
    }
    await delay(REFUSED_PAUSE_MS);
  }
}

/** Two come, meet each other or whoever waits, and leave. */
async function visitInTwos(
  connection: HttpConnection,
  first: number,
): Promise<void> {
  const visits: RequestParts[] = [];
  for (const visitor of [first, first + 1]) {
    const headers = `x-forwarded-for: ${addressOf(visitor)}\r\n`;
    const cookie = await send(connection, "/api/anon/init", { headers });
    visits.push({ headers, cookie: cookie! });
  }
  for (const path of ["/api/rtc/enqueue", "/api/rtc/leave"]) {
    for (const parts of visits) await send(connection, path, parts);
  }
}

const usageSchema = z.object({ usedSize: z.number() });

/** What is in use of the heap once all garbage is gone, bytes. */
async function liveHeapOf(inspector: Inspector): Promise<number> {
  await inspector.ask("HeapProfiler.collectGarbage");
  const usage = await inspector.ask("Runtime.getHeapUsage");
  return usageSchema.parse(usage).usedSize;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** How many come, how fast, and how long it is quiet after them. */
interface Visits {
  visitors: number;
  ratePerSecond: number;
  restSeconds: number;
}

/** Lets visitors come on all connections, each when it is due. */
async function comeAndGo(
  baseUrl: string,
  { visitors, ratePerSecond }: Visits,
  tell: (count: number) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  let count = 0;
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    using connection = await HttpConnection.open(baseUrl);
    while (count < visitors) {
      const first = count;
      count += 2;
      const dueMs = startedAt + first / ratePerSecond * 1000 -
        performance.now();
      if (dueMs > 0) await delay(dueMs);
      if (first % EVERY === 0) await tell(first);
      await visitInTwos(connection, first);
    }
  }));
}

async function main(visits: Visits): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
  try {
    await using server = await startServer({
      env: { KV_PATH: `${folder}/kv.sqlite`, TRUSTED_PROXY: "127.0.0.1" },
      denoFlags: ["--inspect=127.0.0.1:0"],
    });
    using inspector = await Inspector.open(server.output());
    const startedAt = performance.now();
    const tell = async (count: number) => {
      const seconds = (performance.now() - startedAt) / 1000;
      const { rssBytes } = await memoryOf(server.pid);
      const live = await liveHeapOf(inspector);
      print(
        `${count} visitors after ${seconds.toFixed(0)} s: resident ${
          (rssBytes / 1e6).toFixed(0)
        } MB, live in the heap ${(live / 1e6).toFixed(1)} MB`,
      );
    };
    await comeAndGo(server.baseUrl, visits, tell);
    await tell(visits.visitors);
    await delay(visits.restSeconds * 1000);
    await tell(visits.visitors);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const { values } = parseArgs({
  options: {
    visitors: { type: "string", default: "150000" },
    rate: { type: "string", default: "500" },
    rest: { type: "string", default: "240" },
  },
});
await main({
  visitors: Number(values.visitors),
  ratePerSecond: Number(values.rate),
  restSeconds: Number(values.rest),
});
