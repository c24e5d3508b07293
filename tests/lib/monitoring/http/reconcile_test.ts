/**
 * Ten thousand requests of every kind, and what monitoring says of them.
 *
 * @module
 */

import { deepEqual, equal, ok } from "node:assert/strict";
import { App } from "fresh";
import { recordRequests } from "@/lib/monitoring/http/record_requests.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { readJson } from "@/lib/http/input.ts";
import { z } from "zod";
import { RELATIVE_ERROR } from "@/lib/monitoring/core/sketch.ts";
import { seededRandom } from "@/tests/helpers.ts";
import type { EndpointReport } from "@/lib/monitoring/overview/http_report.ts";
import { type Rig, rig, type TinyState } from "./helpers.ts";

const REQUESTS = 10_000;
const CHUNK_BYTES = 1000;

/** What a client knows of its own requests to one series. */
interface Tally {
  requests: number;
  bytesIn: number;
  bytesOut: number;
  errors: number;
  aborted: number;
  timesMs: number[];
}

/** A clock that handlers move on: what a request takes is known exactly. */
class WorkClock {
  ms = 0;
  readonly elapsed = () => this.ms;
  work(ms: number): void {
    this.ms += ms;
  }
}

function appUnderTest(
  recorder: Parameters<typeof recordRequests>[0],
  { clock, random }: { clock: WorkClock; random: () => number },
) {
  /** A long tail: from a tenth of a millisecond to ten seconds. */
  const work = () => clock.work(10 ** (random() * 5 - 1));
  const chunk = new Uint8Array(CHUNK_BYTES);
  return new App<TinyState>()
    .use(recordRequests(recorder, { elapsed: clock.elapsed }))
    .use(async (ctx) => {
      work();
      try {
        return await ctx.next();
      } catch {
        return new ApiError("not-found").toResponse();
      }
    })
    .get("/text/:id", (ctx) => new Response(`héllo ${ctx.params.id}`))
    .get("/json", () => Response.json({ at: "é".repeat(50) }))
    .get(
      "/status/:code",
      (ctx) => new Response("no", { status: Number(ctx.params.code) }),
    )
    .get("/stream/:chunks", (ctx) => {
      let left = Number(ctx.params.chunks);
      return new Response(
        new ReadableStream({
          pull(controller) {
            work();
            if (left-- > 0) controller.enqueue(chunk);
            else controller.close();
          },
        }, { highWaterMark: 0 }),
      );
    })
    .post("/echo", async (ctx) => {
      await readJson(ctx.req, z.unknown(), { limitBytes: 2000 });
      return new Response(null, { status: 204 });
    })
    .get("/bug", () => new Response("oops", { status: 500 }))
    .handler();
}

/** One kind of request: how to make it, and which series it belongs to. */
interface Kind {
  endpoint: string;
  method: string;
  path(i: number): string;
  body?(i: number): BodyInit;
  /** Chunks after which the client hangs up. */
  hangUpAfter?: number;
}

const kinds: readonly Kind[] = [
  { endpoint: "/text/:id", method: "GET", path: (i) => `/text/${i}` },
  { endpoint: "/text/:id", method: "HEAD", path: (i) => `/text/${i}` },
  { endpoint: "/json", method: "GET", path: () => "/json" },
  {
    endpoint: "/status/:code",
    method: "GET",
    path: (i) => `/status/${[403, 429, 503][i % 3]}`,
  },
  {
    endpoint: "/stream/:chunks",
    method: "GET",
    path: (i) => `/stream/${i % 9}`,
  },
  {
    endpoint: "/stream/:chunks",
    method: "GET",
    path: () => "/stream/50",
    hangUpAfter: 3,
  },
  {
    endpoint: "/echo",
    method: "POST",
    path: () => "/echo",
    body: (i) => JSON.stringify("x".repeat(i % 500)),
  },
  {
    endpoint: "/echo",
    method: "POST",
    path: () => "/echo",
    body: (i) => new Blob([JSON.stringify("é".repeat(i % 500))]).stream(),
  },
  { endpoint: "/bug", method: "GET", path: () => "/bug" },
  {
    endpoint: "__unmatched__",
    method: "GET",
    path: () => `/${crypto.randomUUID()}`,
  },
];

/** Sends a body and says how long it is, as a client's HTTP library does. */
async function requestOf(kind: Kind, i: number) {
  const body = kind.body?.(i);
  const bytes = body === undefined
    ? 0
    : (await new Response(kind.body!(i)).bytes()).length;
  const headers: HeadersInit = typeof body === "string"
    ? { "content-length": String(bytes) }
    : {};
  const request = new Request(`http://localhost${kind.path(i)}`, {
    method: kind.method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return { request, bytes };
}

async function take(response: Response, chunks = Infinity): Promise<number> {
  if (response.body === null) return 0;
  const reader = response.body.getReader();
  let bytes = 0;
  for (let n = 0; n < chunks; n++) {
    const { done, value } = await reader.read();
    if (done) return bytes;
    bytes += value.length;
  }
  await reader.cancel();
  return bytes;
}

/** Sends all requests, flushing now and then, and keeps the client's count. */
async function drive(it: Rig): Promise<Map<string, Tally>> {
  const clock = new WorkClock();
  const random = seededRandom(7);
  const handler = appUnderTest(it.monitoring.recorder, { clock, random });
  const tallies = new Map<string, Tally>();
  for (let i = 0; i < REQUESTS; i++) {
    const kind = kinds[Math.floor(random() * kinds.length)]!;
    const { request, bytes } = await requestOf(kind, i);
    const startedMs = clock.ms;
    const response = await handler(request);
    const bytesOut = await take(response, kind.hangUpAfter);
    const name = `${kind.method} ${kind.endpoint}`;
    const tally = tallies.get(name) ?? {
      ...{ requests: 0, bytesIn: 0, bytesOut: 0, errors: 0, aborted: 0 },
      timesMs: [],
    };
    tallies.set(name, tally);
    tally.requests++;
    tally.bytesIn += bytes;
    tally.bytesOut += bytesOut;
    if (response.status >= 400) tally.errors++;
    if (kind.hangUpAfter !== undefined) tally.aborted++;
    tally.timesMs.push(clock.ms - startedMs);
    if (i % 100 === 0) await it.monitoring.flush();
    it.clock.advance(350);
  }
  return tallies;
}

function checkTimes(e: EndpointReport, timesMs: readonly number[]): void {
  const sorted = timesMs.toSorted((a, b) => a - b);
  for (const [q, shown] of [[0.5, e.p50Ms], [0.95, e.p95Ms], [0.99, e.p99Ms]]) {
    const exact = sorted[Math.floor(q! * (sorted.length - 1))]!;
    // Times are kept to 1/1024 ms and shown to the microsecond.
    const slackMs = exact * RELATIVE_ERROR + 0.002;
    ok(Math.abs(shown! - exact) <= slackMs, `p${q}: ${shown} for ${exact}`);
  }
  const mean = sorted.reduce((a, b) => a + b, 0) / sorted.length;
  ok(Math.abs(e.avgResponseTime! - mean) < 0.002);
  ok(Math.abs(e.maxResponseTime! - sorted.at(-1)!) < 0.002);
  ok(Math.abs(e.minResponseTime! - sorted[0]!) < 0.002);
}

Deno.test("hourly reports equal the client's own count, exactly", async () => {
  using it = await rig();
  const tallies = await drive(it);
  await it.monitoring.flush();
  await it.monitoring.rollUp.run();
  const { periods } = await it.monitoring.reader.hourly(2);
  const [hour] = periods;
  equal(periods.length, 1);
  const endpoints = hour!.endpoints!;
  const told = endpoints.map((e) => ({
    name: `${e.method} ${e.endpoint}`,
    requests: e.totalRequests,
    bytesIn: e.totalInbound,
    bytesOut: e.totalOutbound,
    errors: e.errorCount,
    aborted: e.abortedCount,
  }));
  const counted = [...tallies].map(([name, { timesMs: _, ...own }]) => ({
    name,
    ...own,
  }));
  const byName = (a: { name: string }, b: { name: string }) =>
    a.name < b.name ? -1 : 1;
  deepEqual(told.sort(byName), counted.sort(byName));
  equal(hour!.summary.totalRequests, REQUESTS);
  for (const e of endpoints) {
    checkTimes(e, tallies.get(`${e.method} ${e.endpoint}`)!.timesMs);
  }
});
