/**
 * What the metrics have lost when the process ends, kindly or not.
 *
 * @module
 */

import { equal, ok } from "node:assert/strict";
import { openStore } from "@/lib/kv/open_store.ts";
import { HttpMonitoring } from "@/lib/monitoring/http/http_monitoring.ts";
import { testLog } from "@/tests/helpers.ts";
import { startServer } from "@/tests/server_process.ts";

/** Figures are flushed each second; a busy machine may be late. */
const LAST_SECOND_MS = 1000;
const LATE_MS = 4000;

/** Requests in the store of a server that is no longer running. */
async function storedRequests(path: string): Promise<number> {
  using store = await openStore(path, []);
  const { log } = testLog();
  const { reader } = new HttpMonitoring({
    store,
    now: Date.now,
    log,
    visitorKey: "",
  });
  const { periods } = await reader.hourly(2);
  return periods.reduce((sum, p) => sum + p.summary.totalRequests, 0);
}

/** Asks again and again; gives the moment each answer was there. */
async function askFor(baseUrl: string, ms: number): Promise<number[]> {
  const answeredAt: number[] = [];
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs) {
    const response = await fetch(`${baseUrl}/api/rtc/qlen`);
    await response.bytes();
    answeredAt.push(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  return answeredAt;
}

async function withFolder(
  run: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-exit-" });
  try {
    await run(`${folder}/parley.sqlite`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`${signal} ends the process, and loses no request`, async () => {
    await withFolder(async (path) => {
      await using server = await startServer({ env: { KV_PATH: path } });
      const answeredAt = await askFor(server.baseUrl, 1300);
      equal(await server.stop(signal), 0);
      equal(await storedRequests(path), answeredAt.length);
    });
  });
}

Deno.test("kill -9 loses at most the last second", async (t) => {
  await withFolder(async (path) => {
    await using server = await startServer({ env: { KV_PATH: path } });
    const answeredAt = await askFor(server.baseUrl, 8000);
    const killedMs = performance.now();
    await server.stop("SIGKILL");
    const stored = await storedRequests(path);
    const lost = answeredAt.length - stored;
    const lostMs = lost === 0 ? 0 : killedMs - answeredAt.at(-lost)!;
    await t.step(
      `lost the last ${lostMs.toFixed(0)} ms: ${lost} of ${answeredAt.length}`,
      () => ok(lostMs <= LAST_SECOND_MS + LATE_MS),
    );
  });
});
