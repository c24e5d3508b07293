/**
 * `deno task bench`: handshakes per second on a database file against Node and
 * Redis, where the server's time goes, what the store alone costs a request, the
 * cost of matching in a crowd, memory with many in calls, and what open event
 * streams cost.
 * Prints; never fails on a figure.
 *
 *     deno task bench [--seconds=5] [--turns=3] [--only=PART]
 *
 * PART is one of handshakes, profile, store, matching, memory and streams.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { startServer } from "@/tests/server_process.ts";
import { startParley, startRedisContender } from "./contenders.ts";
import { describe, SCENARIOS, takeTurns } from "./handshake_bench.ts";
import { memoryOf, pollAsLiveUsers } from "./live_users.ts";
import { quantile } from "./load_result.ts";
import { matchmakeCost } from "./matchmake_cost.ts";
import { meet } from "./meeting.ts";
import {
  describeProfile,
  PROFILED_LOADS,
  profileLoad,
} from "./profile_bench.ts";
import { storeCost } from "./store_cost.ts";
import { costOfStreams } from "./stream_cost.ts";

const CROWDS = [100, 200_000];
const MEETING = 10_000;

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

async function benchHandshakes(seconds: number, turns: number): Promise<void> {
  for (const scenario of SCENARIOS) {
    // New servers each time: whom one load left waiting would meet the next.
    const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
    try {
      await using parley = await startParley(folder);
      await using other = await startRedisContender(folder);
      if (other === null) {
        print("node + redis left out: one of the two is not installed");
      }
      const contenders = other === null ? [parley] : [parley, other];
      const seen = await takeTurns(contenders, scenario, { seconds, turns });
      describe(scenario, seen).forEach(print);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }
}

async function benchProfile(seconds: number): Promise<void> {
  for (const profiled of PROFILED_LOADS) {
    const seen = await profileLoad(profiled, seconds);
    describeProfile(profiled, seen).forEach(print);
  }
}

/** In this process, so with V8's own settings for its heap. */
async function benchStore(turns: number): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
  print("the store alone, for the requests of 100 pairs at once");
  try {
    for (const [i, path] of [`${folder}/kv.sqlite`, ":memory:"].entries()) {
      const load = { path, pairs: 100, rounds: 6 * turns };
      const { requests, cpu, commits } = await storeCost(load);
      const each = (ms: number) => (ms * 1000 / requests).toFixed(1);
      const threads = cpu === null
        ? "CPU unknown"
        : `main thread ${each(cpu.mainMs)} µs a request, store ${
          each(cpu.storeMs)
        }, others ${each(cpu.otherMs)}`;
      print(`  ${i === 0 ? "on disk" : "in memory"}: ${threads}`);
      print(`  ${requests} requests, ${commits} commits`);
    }
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
  const { tookMs, roundCount, lostWrites } = await meet(MEETING);
  print(`${MEETING} who all fit, at once`);
  print(`  all paired after ${tookMs.toFixed(0)} ms and ${roundCount} rounds`);
  print(`  ${(lostWrites / (MEETING / 2)).toFixed(2)} writes lost for a pair`);
}

/** On a file, as a site runs: a database in memory would be counted as well. */
async function benchMemory(seconds: number): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
  try {
    await using server = await startServer({
      env: { KV_PATH: `${folder}/kv.sqlite` },
    });
    const idle = await memoryOf(server.pid);
    const load = { users: 5_000, requestsPerSecond: 1_000, seconds };
    const requests = await pollAsLiveUsers(server.baseUrl, load);
    const { rssBytes, peakBytes } = await memoryOf(server.pid);
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
    print(`memory with ${load.users} people in calls, polling`);
    print(`  ${(requests / seconds).toFixed(0)} requests/s`);
    print(
      `  resident ${mb(rssBytes)}, at most ${mb(peakBytes)}; before the first ${
        mb(idle.rssBytes)
      }`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function benchStreams(): Promise<void> {
  const seen = await costOfStreams({ streams: 5_000, posts: 1_000 });
  const at = (share: number) => quantile(seen.deliveryMs, share).toFixed(1);
  print(`${seen.streams} open event streams`);
  print(`  ${(seen.bytesEach / 1024).toFixed(1)} KiB resident each`);
  print(`  idle: ${seen.idleCpuShare.toFixed(3)} of a core`);
  print(`  from post to event: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
}

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "5" },
    turns: { type: "string", default: "3" },
    only: { type: "string" },
  },
});
const { only } = values;
const [seconds, turns] = [Number(values.seconds), Number(values.turns)];
if (!only || only === "handshakes") await benchHandshakes(seconds, turns);
if (!only || only === "profile") await benchProfile(seconds);
if (!only || only === "store") await benchStore(turns);
if (!only || only === "matching") await benchMatchmaking();
if (!only || only === "memory") await benchMemory(Math.max(seconds, 10));
if (!only || only === "streams") await benchStreams();
