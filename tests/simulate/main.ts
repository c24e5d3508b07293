/**
 * Puts a crowd of virtual users into calls on a server of its own on this
 * machine, and prints how what their pages tell arrives, what that costs, and
 * when admins see it. It prints, and never fails.
 *
 * With more than one admin the others come after the first half, so that one
 * run tells what they cost.
 *
 * `deno task simulate --users=5000 --seconds=120 --lost=0.01 --admins=1`
 *
 * @module
 */

// deno-lint-ignore-file no-console -- it is a command

import { parseArgs } from "node:util";
import { setTimeout as delay } from "node:timers/promises";
import { pageTimers } from "@/lib/call/timers.ts";
import { memoryOf } from "@/tests/bench/live_users.ts";
import {
  cpuBetween,
  type ThreadCpu,
  threadCpuOf,
} from "@/tests/bench/thread_cpu.ts";
import { seededRandom } from "@/tests/helpers.ts";
import { startServer, TEST_ADMIN_TOKEN } from "@/tests/server_process.ts";
import { Connections } from "./connections.ts";
import { Crowd, type CrowdResult, quantile } from "./crowd.ts";
import { watchStream } from "./stream_watch.ts";

/** Every page measures once a second, a tenth of them at a time. */
const PARTS = 10;
const PART_MS = 100;

/** A page speaks every 10 s at least, each in a second of its own. */
const SPREAD_MS = 10_000;

/** How long the last ones told may take to be shown, milliseconds. */
const LAST_WORD_MS = 5_000;

const { values } = parseArgs({
  args: Deno.args,
  options: {
    users: { type: "string", default: "1000" },
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    lost: { type: "string", default: "0.01" },
    admins: { type: "string", default: "1" },
  },
});
const options = {
  users: Math.max(2, Math.floor(Number(values.users) / 2) * 2),
  seconds: Number(values.seconds),
  seed: Number(values.seed),
  lostShare: Number(values.lost),
  admins: Number(values.admins),
};

/** Opens a stream for an admin; those beside the first one only read. */
async function openStream(
  baseUrl: string,
  signal: AbortSignal,
): Promise<Response> {
  return await fetch(`${baseUrl}/api/monitoring/stream`, {
    headers: { authorization: `Bearer ${TEST_ADMIN_TOKEN}` },
    signal,
  });
}

async function drain(response: Response): Promise<void> {
  for await (const _ of response.body!);
}

function say(what: string, value: string): void {
  console.log(`${what.padEnd(38)}${value}`);
}

function print(
  { sent, acknowledged, shown, answersMs, latenciesMs }: CrowdResult,
  seconds: number,
): void {
  const pct = (part: number) => `${(100 * part / sent).toFixed(2)} %`;
  const perMinute = sent / options.users / (seconds / 60);
  say("emissions", String(sent));
  say("emissions per user and minute", perMinute.toFixed(2));
  say("answered", pct(acknowledged));
  say("delivered (shown to admins)", pct(shown));
  for (const share of [0.5, 0.95]) {
    const ms = Math.round(quantile(answersMs, share));
    say(`emission to answer, p${share * 100}`, `${ms} ms`);
  }
  for (const share of [0.5, 0.95, 0.99]) {
    const ms = Math.round(quantile(latenciesMs, share));
    say(`emission to admin stream, p${share * 100}`, `${ms} ms`);
  }
}

/** What the server did while the crowd lived on for a while. */
interface Stretch {
  seconds: number;
  cpu: ThreadCpu;
  /** How late the pages' own clock was, milliseconds. */
  lateMs: number[];
}

async function live(
  crowd: Crowd,
  pid: number,
  seconds: number,
): Promise<Stretch> {
  const before = (await threadCpuOf(pid))!;
  const startedAt = performance.now();
  const lateMs: number[] = [];
  for (let tick = 0; tick < seconds * PARTS; tick++) {
    crowd.look(tick % PARTS, PARTS);
    const leftMs = startedAt + (tick + 1) * PART_MS - performance.now();
    lateMs.push(Math.max(0, -leftMs));
    await delay(Math.max(0, leftMs));
  }
  return {
    seconds: (performance.now() - startedAt) / 1000,
    cpu: cpuBetween(before, (await threadCpuOf(pid))!),
    lateMs,
  };
}

function printServer(stretches: readonly Stretch[]): void {
  const share = ({ cpu, seconds }: Stretch, what: keyof ThreadCpu) =>
    `${(cpu[what] / seconds / 10).toFixed(1)} %`;
  for (const [i, one] of stretches.entries()) {
    const admins = i === 0 ? 1 : options.admins;
    const name = stretches.length === 1
      ? "server CPU"
      : `server CPU, ${admins} admin${admins === 1 ? "" : "s"}`;
    say(`${name}, main thread`, share(one, "mainMs"));
    say(`${name}, store`, share(one, "storeMs"));
    say(`${name}, other`, share(one, "otherMs"));
  }
}

async function simulate(): Promise<void> {
  const folder = await Deno.makeTempDir();
  await using server = await startServer({
    env: { KV_PATH: `${folder}/simulate.sqlite` },
  });
  using transport = await Connections.open(server.baseUrl);
  const crowd = new Crowd({
    transport,
    timers: pageTimers(),
    random: seededRandom(options.seed),
    lostShare: options.lostShare,
    spreadMs: SPREAD_MS,
  });
  await crowd.arrive(options.users);
  say("users in calls", String(crowd.size));
  const hangUp = new AbortController();
  const counts = { calls: 0, alerts: 0 };
  const open = () => openStream(server.baseUrl, hangUp.signal);
  const watching = [
    watchStream(await open(), { crowd, nowMs: Date.now, counts }),
  ];
  const others = options.admins - 1;
  const halves = others > 0 ? 2 : 1;
  const stretches = [
    await live(crowd, server.pid, options.seconds / halves),
  ];
  if (others > 0) {
    const responses = await Promise.all(Array.from({ length: others }, open));
    watching.push(...responses.map(drain));
    stretches.push(await live(crowd, server.pid, options.seconds / halves));
  }
  await delay(LAST_WORD_MS);
  print(
    crowd.result(),
    stretches.reduce((all, { seconds }) => all + seconds, 0),
  );
  // Of a busy machine the times above say little.
  const lateMs = stretches.flatMap((one) => one.lateMs).sort((a, b) => a - b);
  const late = Math.round(quantile(lateMs, 0.95));
  say("the pages' own lateness, p95", `${late} ms`);
  printServer(stretches);
  const { rssBytes, peakBytes } = await memoryOf(server.pid);
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  say("server memory, now and at most", `${mb(rssBytes)}, ${mb(peakBytes)}`);
  say("changes of calls streamed", String(counts.calls));
  say("changes of alerts streamed", String(counts.alerts));
  hangUp.abort();
  await Promise.allSettled(watching);
  await Deno.remove(folder, { recursive: true }).catch(() => {});
}

await simulate();
