/**
 * `deno task bench:http`: two servers side by side under the same load, one
 * with and one without the recorder, in turns. Prints; never fails on a figure.
 *
 *     deno task bench:http [--seconds=60] [--rate=1500] [--connections=16]
 *
 * @module
 */

import { parseArgs } from "node:util";
import { type Load, putLoad } from "./http_load_client.ts";
import type { ServerStats } from "./http_load_server.ts";
import { recorderCosts } from "./recorder_cost.ts";

const TURN_SECONDS = 5;

/** One of the two servers, and what was seen of it. */
interface Side {
  name: string;
  child: Deno.ChildProcess;
  baseUrl: string;
  before: ServerStats;
  timesMs: number[];
  peakRssBytes: number;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

/** Requests before the first turn, so that code is warm. */
const WARM_UP: Load = { seconds: 2, ratePerSecond: 1000, connections: 8 };

async function statsOf(baseUrl: string): Promise<ServerStats> {
  return await (await fetch(`${baseUrl}/stats`)).json();
}

async function startSide(mode: "on" | "off", folder: string): Promise<Side> {
  const script = new URL("./http_load_server.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, mode, `${folder}/${mode}.sqlite`],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  const [port] = /\d+/.exec(new TextDecoder().decode(value))!;
  reader.releaseLock();
  const baseUrl = `http://127.0.0.1:${port}`;
  await putLoad(baseUrl, WARM_UP);
  return {
    name: mode === "on" ? "with" : "without",
    child,
    baseUrl,
    before: await statsOf(baseUrl),
    timesMs: [],
    peakRssBytes: 0,
  };
}

async function stopSide({ child }: Side): Promise<void> {
  child.kill("SIGTERM");
  await child.stdout.cancel();
  await child.status;
}

/** Puts load on both in turns, so that what else runs here hits both. */
async function takeTurns(sides: readonly Side[], load: Load): Promise<void> {
  for (let done = 0; done < load.seconds; done += TURN_SECONDS) {
    const seconds = Math.min(TURN_SECONDS, load.seconds - done);
    for (const side of sides) {
      const timesMs = await putLoad(side.baseUrl, { ...load, seconds });
      for (const ms of timesMs) side.timesMs.push(ms);
      const { rssBytes } = await statsOf(side.baseUrl);
      side.peakRssBytes = Math.max(side.peakRssBytes, rssBytes);
    }
  }
}

async function report(sides: readonly Side[], load: Load): Promise<void> {
  print("\nrecorder  requests     p50     p95     p99  CPU/request  peak RSS");
  for (const side of sides) {
    const sorted = side.timesMs.sort((a, b) => a - b);
    const at = (q: number) =>
      `${sorted[Math.floor(q * (sorted.length - 1))]!.toFixed(2)} ms`;
    const { cpuUs } = await statsOf(side.baseUrl);
    const cpu = (cpuUs - side.before.cpuUs) / sorted.length;
    print([
      side.name.padEnd(8),
      String(sorted.length).padStart(9),
      ...[0.5, 0.95, 0.99].map((q) => at(q).padStart(7)),
      `${cpu.toFixed(1)} µs`.padStart(12),
      `${(side.peakRssBytes / 1e6).toFixed(0)} MB`.padStart(9),
    ].join(" "));
  }
  const [side] = sides;
  // The last second is flushed by the timer.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const { commits, bufferedRequests } = await statsOf(side!.baseUrl);
  const stored = await (await fetch(`${side!.baseUrl}/stored`)).text();
  const perMinute = (commits - side!.before.commits) / load.seconds * 60;
  const sent = side!.timesMs.length + WARM_UP.seconds * WARM_UP.ratePerSecond;
  print(`\ncommits in a minute of load: ${perMinute.toFixed(0)}`);
  print(
    `requests sent: ${sent}; in the roll-up: ${stored}; ` +
      `in the buffer: ${bufferedRequests}`,
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      seconds: { type: "string", default: "60" },
      rate: { type: "string", default: "1500" },
      connections: { type: "string", default: "16" },
    },
  });
  const load: Load = {
    seconds: Number(values.seconds),
    ratePerSecond: Number(values.rate),
    connections: Number(values.connections),
  };
  print("CPU time of counting one request, all else taken away:");
  for (const { what, ns } of await recorderCosts()) {
    print(`  ${what.padEnd(30)} ${(ns / 1000).toFixed(2).padStart(6)} µs`);
  }
  const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
  const sides = [await startSide("on", folder), await startSide("off", folder)];
  try {
    await takeTurns(sides, load);
    await report(sides, load);
  } finally {
    for (const side of sides) await stopSide(side);
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await main();
