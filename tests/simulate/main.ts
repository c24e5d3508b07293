/**
 * Puts a crowd of virtual users into calls on a server of its own on this
 * machine, and prints how what their pages tell arrives, what that costs, and
 * when admins see it. It prints, and never fails.
 *
 * `deno task simulate --users=5000 --seconds=120 --lost=0.01 --admins=1`
 *
 * @module
 */

// deno-lint-ignore-file no-console -- it is a command

import { parseArgs } from "node:util";
import { setTimeout as delay } from "node:timers/promises";
import { pageTimers } from "@/lib/call/timers.ts";
import { HttpConnection } from "@/tests/bench/http_connection.ts";
import { memoryOf } from "@/tests/bench/live_users.ts";
import { threadCpuOf } from "@/tests/bench/thread_cpu.ts";
import { seededRandom } from "@/tests/helpers.ts";
import { startServer, TEST_ADMIN_TOKEN } from "@/tests/server_process.ts";
import { Crowd, type CrowdResult, quantile, type Transport } from "./crowd.ts";
import { watchStream } from "./stream_watch.ts";

const CONNECTIONS = 100;

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

/** Connections that requests take turns on. */
class Connections implements Transport, Disposable {
  readonly #free: HttpConnection[];
  readonly #waiting: ((connection: HttpConnection) => void)[] = [];

  private constructor(free: HttpConnection[]) {
    this.#free = free;
  }

  static async open(baseUrl: string): Promise<Connections> {
    const opening = Array.from(
      { length: CONNECTIONS },
      () => HttpConnection.open(baseUrl),
    );
    return new Connections(await Promise.all(opening));
  }

  async request(
    ...[method, path, options]: Parameters<Transport["request"]>
  ): ReturnType<Transport["request"]> {
    const connection = this.#free.pop() ??
      await new Promise<HttpConnection>((resolve) =>
        this.#waiting.push(resolve)
      );
    try {
      return await connection.request(method, path, options);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(connection);
      else next(connection);
    }
  }

  [Symbol.dispose](): void {
    for (const connection of this.#free) connection[Symbol.dispose]();
  }
}

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
  console.log(`${what.padEnd(34)}${value}`);
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
  const [first, ...others] = await Promise.all(
    Array.from(
      { length: options.admins },
      () => openStream(server.baseUrl, hangUp.signal),
    ),
  );
  const watching = [
    watchStream(first!, { crowd, nowMs: Date.now, counts }),
    ...others.map(drain),
  ];
  const before = (await threadCpuOf(server.pid))!;
  const startedAt = performance.now();
  const lateMs: number[] = [];
  for (let tick = 0; tick < options.seconds * PARTS; tick++) {
    crowd.look(tick % PARTS, PARTS);
    const leftMs = startedAt + (tick + 1) * PART_MS - performance.now();
    lateMs.push(Math.max(0, -leftMs));
    await delay(Math.max(0, leftMs));
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const after = (await threadCpuOf(server.pid))!;
  await delay(LAST_WORD_MS);
  print(crowd.result(), seconds);
  const cpu = (what: "mainMs" | "storeMs" | "otherMs") =>
    `${((after[what] - before[what]) / seconds / 10).toFixed(1)} %`;
  // Of a busy machine the times above say little.
  lateMs.sort((a, b) => a - b);
  const late = Math.round(quantile(lateMs, 0.95));
  say("the pages' own lateness, p95", `${late} ms`);
  say("server CPU, main thread", cpu("mainMs"));
  say("server CPU, store", cpu("storeMs"));
  say("server CPU, other", cpu("otherMs"));
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
