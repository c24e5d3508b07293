/**
 * Killing a server under load, again and again on one database.
 *
 * @module
 */

import { deepEqual, ok } from "node:assert/strict";
import { CALL_STATE } from "@/lib/app/call_state.ts";
import { openStore } from "@/lib/kv/open_store.ts";
import { HttpMonitoring } from "@/lib/monitoring/http/http_monitoring.ts";
import { sweepLeftovers } from "@/lib/signaling/leftovers.ts";
import { seededRandom, testLog } from "@/tests/helpers.ts";
import { audit } from "@/tests/lib/matching/audit.ts";
import { startServer } from "@/tests/server_process.ts";
import { KillLoad } from "./kill_load.ts";

/** How often to kill, and when. */
export interface KillOptions {
  /** How many servers die. */
  kills: number;
  /** What the moments of death are drawn from. */
  seed: number;
  /** Visitors at once. */
  visitors: number;
  /** Shortest and longest life under load, milliseconds. */
  lifeMs: readonly [number, number];
}

/** What was left after one death. */
export interface KillResult {
  /** People waiting in the database. */
  ticketCount: number;
  /** Calls in the database. */
  pairCount: number;
  /** Requests that the database counts, of all servers so far. */
  countedRequests: number;
  /** Requests that were sent to all servers so far. */
  sentRequests: number;
}

/**
 * Kills servers and audits the database after each: nobody is in two pairs,
 * counts and indexes agree, every pair that somebody was told of is there, and
 * no request is counted twice.
 *
 * @throws {AssertionError} When that is not so.
 */
export async function* killAgainAndAgain(
  { kills, seed, visitors, lifeMs: [shortest, longest] }: KillOptions,
): AsyncGenerator<KillResult> {
  const random = seededRandom(seed);
  const folder = await Deno.makeTempDir({ prefix: "parley-kill-" });
  const path = `${folder}/parley.sqlite`;
  const load = new KillLoad();
  try {
    for (let i = 0; i < kills; i++) {
      const server = await startServer({ env: { KV_PATH: path } });
      const crowd = load.run(server.baseUrl, visitors);
      const lifeMs = shortest + random() * (longest - shortest);
      await new Promise((resolve) => setTimeout(resolve, lifeMs));
      await server.stop("SIGKILL");
      await crowd;
      yield await auditLeft(path, load);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function auditLeft(path: string, load: KillLoad): Promise<KillResult> {
  using store = await openStore(path, CALL_STATE);
  // A call that had just ended is marked for the sweep, which gets it all.
  await sweepLeftovers(store);
  const { tickets, pairs } = await audit({ store, now: Date.now });
  const kept = new Set(pairs.map(({ pairId }) => pairId));
  const lost = [...load.pairIds].filter((pairId) => !kept.has(pairId));
  deepEqual(lost, [], "pairs were told of that the database lost");
  deepEqual(load.faults, []);
  // Their members have no server to go on with.
  load.pairIds.clear();
  const { log } = testLog();
  const { reader } = new HttpMonitoring({
    store,
    now: Date.now,
    log,
    visitorKey: "",
  });
  const { periods } = await reader.hourly(2);
  const countedRequests = periods
    .reduce((sum, { summary }) => sum + summary.totalRequests, 0);
  ok(
    countedRequests <= load.sentCount,
    `${countedRequests} requests counted of ${load.sentCount} sent`,
  );
  return {
    ticketCount: tickets.length,
    pairCount: pairs.length,
    countedRequests,
    sentRequests: load.sentCount,
  };
}
