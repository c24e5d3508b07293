/**
 * The real server, with a past in its store.
 *
 * @module
 */

import { openStore } from "@/lib/kv/open_store.ts";
import { seededRandom } from "./helpers.ts";
import { addAlert } from "./lib/monitoring/alerts/made_alerts.ts";
import { type PastOptions, writePast } from "./made_past.ts";
import { type ServerProcess, startServer } from "./server_process.ts";

const HOUR_MS = 3_600_000;

/** A server that has been running for a while. */
export interface PastSite extends AsyncDisposable {
  /** Where it listens. */
  baseUrl: string;
}

/**
 * Starts it on a database of its own, which goes with it.
 *
 * @param dayCount How many days it has been running.
 * @param rest What else there was.
 */
export async function startPastSite(
  dayCount: number,
  rest: Pick<PastOptions, "busiest"> = {},
): Promise<PastSite> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/parley.sqlite`;
  let server: ServerProcess | undefined;
  try {
    await fill(path, { dayCount, ...rest });
    server = await startServer({ env: { KV_PATH: path } });
    const running = server;
    return {
      baseUrl: server.baseUrl,
      async [Symbol.asyncDispose]() {
        await running.stop();
        await Deno.remove(folder, { recursive: true });
      },
    };
  } catch (error) {
    await Deno.remove(folder, { recursive: true });
    throw error;
  }
}

async function fill(
  path: string,
  options: Pick<PastOptions, "dayCount" | "busiest">,
): Promise<void> {
  using store = await openStore(path, []);
  const now = Date.now();
  const downHours = new Set([30, 31, 32, 33]);
  const random = seededRandom(7);
  await writePast(store, { ...options, now, random, downHours });
  const severities = ["critical", "high", "medium", "low"] as const;
  for (const [i, severity] of severities.entries()) {
    const at = now - (i + 1) * 5 * HOUR_MS;
    await addAlert(store, { at, severity, subject: "GET /chat" });
  }
  await addAlert(store, {
    at: now - HOUR_MS / 6,
    isOpen: true,
    severity: "high",
    subject: "POST /api/rtc/ice",
  });
}
