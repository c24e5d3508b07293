/**
 * `deno task bench`: handshakes per second against a server process on a
 * database file, the cost of matching in a crowd, and memory with many in
 * calls. Prints; never fails on a figure.
 *
 *     deno task bench [--seconds=10] [--pairs=100]
 *
 * @module
 */

import { parseArgs } from "node:util";
import { startServer } from "@/tests/server_process.ts";
import { loadHandshakes } from "./handshake_load.ts";
import { memoryOf, pollAsLiveUsers } from "./live_users.ts";
import { matchmakeCost } from "./matchmake_cost.ts";

const CROWDS = [100, 50_000];

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

async function benchHandshakes(seconds: number, pairs: number): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
  try {
    await using server = await startServer({
      env: { KV_PATH: `${folder}/bench.sqlite` },
    });
    await loadHandshakes(server.baseUrl, {
      concurrentPairs: pairs,
      seconds: 2,
    });
    const result = await loadHandshakes(server.baseUrl, {
      concurrentPairs: pairs,
      seconds,
    });
    const { handshakes, requests, elapsedMs, handshakeMs } = result;
    const perSecond = (count: number) => (count / elapsedMs * 1000).toFixed(0);
    const at = (q: number) =>
      handshakeMs[Math.floor(handshakeMs.length * q)]?.toFixed(0);
    print(`handshakes, ${pairs} pairs at once, database on disk`);
    print(`  ${perSecond(handshakes)} handshakes/s`);
    print(`  ${perSecond(requests)} requests/s`);
    print(`  p50 ${at(0.5)} ms, p95 ${at(0.95)} ms for a handshake`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function benchMatchmaking(): Promise<void> {
  const [few, many] = await matchmakeCost(CROWDS);
  print("matchmake while people wait who do not fit");
  for (const [i, q] of [few!, many!].entries()) {
    print(
      `  ${CROWDS[i]} waiting: p50 ${q.p50Ms.toFixed(3)} ms, p95 ${
        q.p95Ms.toFixed(3)
      } ms`,
    );
  }
  print(`  p95 ratio ${(many!.p95Ms / few!.p95Ms).toFixed(2)}`);
}

async function benchMemory(seconds: number): Promise<void> {
  await using server = await startServer();
  const load = { users: 5_000, requestsPerSecond: 1_000, seconds };
  const requests = await pollAsLiveUsers(server.baseUrl, load);
  const { rssBytes, peakBytes } = await memoryOf(server.pid);
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  print(`memory with ${load.users} people in calls, polling`);
  print(`  ${(requests / seconds).toFixed(0)} requests/s`);
  print(`  resident ${mb(rssBytes)}, at most ${mb(peakBytes)}`);
}

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    pairs: { type: "string", default: "100" },
  },
});
await benchHandshakes(Number(values.seconds), Number(values.pairs));
await benchMatchmaking();
await benchMemory(Number(values.seconds));
