/**
 * The server under load: a small app, with or without the recorder.
 *
 *     deno run -A tests/bench/http_load_server.ts on|off DATABASE_FILE
 *
 * @module
 */

import process from "node:process";
import { App } from "fresh";
import { z } from "zod";
import { ApiError } from "@/lib/protocol/errors.ts";
import { readJson } from "@/lib/http/input.ts";
import { recordRequests } from "@/lib/monitoring/http/record_requests.ts";
import { openStore } from "@/lib/kv/open_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import { log } from "@/lib/log.ts";
import { HttpMonitoring } from "@/lib/monitoring/http/http_monitoring.ts";

/** What a server says of itself. */
export interface ServerStats {
  /** CPU time since its start, microseconds. */
  cpuUs: number;
  /** Memory, bytes. */
  rssBytes: number;
  /** Commits to the store. */
  commits: number;
  /** Requests not yet in the store. */
  bufferedRequests: number;
}

interface State {
  anonId: string | null;
}

const PAGE = "<!doctype html><p>héllo</p>".repeat(400);

function createLoadApp(monitoring: HttpMonitoring, isRecording: boolean) {
  const app = new App<State>();
  if (isRecording) app.use(recordRequests(monitoring.recorder));
  return app
    .use(async (ctx) => {
      ctx.state.anonId = ctx.req.headers.get("cookie");
      try {
        return await ctx.next();
      } catch {
        return new ApiError("not-found").toResponse();
      }
    })
    .get("/json/:id", (ctx) => Response.json({ id: ctx.params.id, ok: true }))
    .get(
      "/page",
      () => new Response(PAGE, { headers: { "content-type": "text/html" } }),
    )
    .post("/echo", async (ctx) => {
      await readJson(ctx.req, z.unknown());
      return new Response(null, { status: 204 });
    });
}

async function statsOf(
  monitoring: HttpMonitoring,
  store: Store,
): Promise<ServerStats> {
  const { user, system } = process.cpuUsage();
  const { bufferSize } = await monitoring.status();
  return {
    cpuUs: user + system,
    rssBytes: process.memoryUsage.rss(),
    commits: store.stats.commits,
    bufferedRequests: bufferSize,
  };
}

/** Requests of the last two hours, from the roll-ups. */
async function storedRequests(monitoring: HttpMonitoring): Promise<number> {
  await monitoring.rollUp.run();
  const { periods } = await monitoring.reader.hourly(2);
  return periods.reduce((sum, p) => sum + p.summary.totalRequests, 0);
}

if (import.meta.main) {
  const [mode, path] = Deno.args;
  const store = await openStore(path, []);
  const monitoring = new HttpMonitoring({
    store,
    now: Date.now,
    log,
    visitorKey: "bench",
  });
  monitoring.start();
  const rollUp = setInterval(() => {
    void monitoring.rollUp.run();
  }, 60_000);
  const handler = createLoadApp(monitoring, mode === "on").handler();
  const print = (text: string) =>
    Deno.stdout.writeSync(new TextEncoder().encode(text));
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => print(`listening ${port}\n`),
  }, async (req, info) => {
    // Outside the app, so that asking does not change the answer.
    switch (new URL(req.url).pathname) {
      case "/stats":
        return Response.json(await statsOf(monitoring, store));
      case "/stored":
        return Response.json(await storedRequests(monitoring));
      default:
        return await handler(req, info);
    }
  });
  Deno.addSignalListener("SIGTERM", async () => {
    clearInterval(rollUp);
    await server.shutdown();
    await monitoring.stop();
    store.close();
    Deno.exit(0);
  });
}
