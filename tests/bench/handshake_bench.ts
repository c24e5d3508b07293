/**
 * Handshakes per second of Parley and of Node with Redis, in turns.
 *
 * @module
 */

import { type Contender, type StoreFigures } from "./contenders.ts";
import { loadCrowd } from "./crowd_load.ts";
import { loadHandshakes } from "./handshake_load.ts";
import { memoryOf } from "./live_users.ts";
import {
  handshakesPerSecond,
  type LoadResult,
  mergeResults,
  quantile,
} from "./load_result.ts";
import { loadByPush } from "./push_load.ts";
import { cpuBetween, type ThreadCpu, threadCpuOf } from "./thread_cpu.ts";

/** One kind of load. */
export interface Scenario {
  /** What it is called in the output. */
  name: string;
  /** Puts it on a server for some seconds. */
  load(contender: Contender, seconds: number): Promise<LoadResult>;
}

/** The loads that are measured. */
export const SCENARIOS: readonly Scenario[] = [
  ...[100, 20].map((pairs): Scenario => ({
    name: `a crowd of ${pairs} pairs, who are told`,
    load: ({ baseUrl }, seconds) =>
      loadCrowd(baseUrl, { pairs, seconds, pace: "told" }),
  })),
  ...[1, 10].map((callsEach): Scenario => ({
    name: "a crowd of 100 pairs by event streams, told without them, " +
      (callsEach === 1 ? "one call each" : `${callsEach} calls each`),
    load: ({ baseUrl, hasEvents }, seconds) =>
      hasEvents
        ? loadByPush(baseUrl, { pairs: 100, seconds, callsEach })
        : loadCrowd(baseUrl, { pairs: 100, seconds, pace: "told" }),
  })),
  {
    name: "a crowd of 300 pairs at the page's polling pace",
    load: ({ baseUrl }, seconds) =>
      loadCrowd(baseUrl, { pairs: 300, seconds, pace: "page" }),
  },
  {
    name: "gentle: 100 pairs, back to back",
    load: ({ baseUrl }, seconds) =>
      loadHandshakes(baseUrl, { concurrentPairs: 100, seconds }),
  },
];

/** What was seen of one contender under one load. */
export interface Seen {
  /** Which contender. */
  name: string;
  /** What the clients saw. */
  result: LoadResult;
  /** CPU time used, of each process; `null` where it cannot be read. */
  cpu: (ThreadCpu | null)[];
  /** CPU time that the clients used, on the same cores; `null` likewise. */
  clientCpu: ThreadCpu | null;
  /** What the store did; `null` when it does not say. */
  store: StoreFigures | null;
  /** Memory after the load, bytes, of each process. */
  rssBytes: number[];
}

/** How long and how often. */
export interface TurnOptions {
  /** Length of one turn, seconds. */
  seconds: number;
  /** Turns of each contender. */
  turns: number;
}

/** Loads the contenders in turns, so that a noisy moment hits all of them. */
export async function takeTurns(
  contenders: readonly Contender[],
  scenario: Scenario,
  { seconds, turns }: TurnOptions,
): Promise<Seen[]> {
  const parts: Seen[][] = contenders.map(() => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, contender] of contenders.entries()) {
      if (turn === 0) await scenario.load(contender, 1);
      parts[i]!.push(await observe(contender, scenario, seconds));
    }
  }
  return parts.map(mergeSeen);
}

async function observe(
  contender: Contender,
  scenario: Scenario,
  seconds: number,
): Promise<Seen> {
  const { name, storeFigures } = contender;
  const pids = [...contender.pids, Deno.pid];
  const cpuBefore = await Promise.all(pids.map(threadCpuOf));
  const storeBefore = await storeFigures();
  const result = await scenario.load(contender, seconds);
  const cpuAfter = await Promise.all(pids.map(threadCpuOf));
  const storeAfter = await storeFigures();
  const memory = await Promise.all(contender.pids.map(memoryOf));
  const cpu = cpuAfter.map((to, i) => {
    const from = cpuBefore[i];
    return from && to ? cpuBetween(from, to) : null;
  });
  return {
    name,
    result,
    cpu: cpu.slice(0, -1),
    clientCpu: cpu.at(-1)!,
    store: storeBefore && storeAfter && {
      commits: storeAfter.commits - storeBefore.commits,
      lostWrites: storeAfter.lostWrites - storeBefore.lostWrites,
      writes: storeAfter.writes - storeBefore.writes,
    },
    rssBytes: memory.map(({ rssBytes }) => rssBytes),
  };
}

function mergeSeen(parts: readonly Seen[]): Seen {
  const last = parts.at(-1)!;
  const add = <T extends object>(items: readonly (T | null)[]): T | null =>
    items.reduce((sum, item) =>
      sum && item &&
      Object.fromEntries(
        Object.entries(item).map((
          [key, value],
        ) => [key, value + (sum as Record<string, number>)[key]!]),
      ) as T
    );
  return {
    name: last.name,
    result: mergeResults(parts.map(({ result }) => result)),
    cpu: last.cpu.map((_, i) => add(parts.map(({ cpu }) => cpu[i]!))),
    clientCpu: add(parts.map(({ clientCpu }) => clientCpu)),
    store: add(parts.map(({ store }) => store)),
    rssBytes: last.rssBytes,
  };
}

/** Puts what was seen in lines: one contender after the other. */
export function describe(scenario: Scenario, seen: readonly Seen[]): string[] {
  const [own, other] = seen.map(({ result }) => handshakesPerSecond(result));
  return [
    scenario.name +
    (other ? `: ${(own! / other).toFixed(2)} × node + redis` : ""),
    ...seen.flatMap(linesOf),
  ];
}

function linesOf(seen: Seen): string[] {
  const { name, result, cpu, clientCpu, store, rssBytes } = seen;
  const { requests, refused, elapsedMs, handshakes, handshakeMs, partsMs } =
    result;
  const at = (share: number) => quantile(handshakeMs, share).toFixed(0);
  const perRequest = (ms: number) => `${(ms * 1000 / requests).toFixed(0)} µs`;
  const threads = cpu.map((one) =>
    one &&
    `main ${perRequest(one.mainMs)}, store ${perRequest(one.storeMs)}, ` +
      `other ${perRequest(one.otherMs)}`
  );
  const client = clientCpu === null
    ? "unknown"
    : perRequest(clientCpu.mainMs + clientCpu.otherMs);
  const parts = Object.entries(partsMs)
    .map(([part, ms]) => `${part} ${ms.toFixed(0)}`);
  return [
    `  ${name.padEnd(13)} ${
      handshakesPerSecond(result).toFixed(0)
    } handshakes/s, ${(requests / elapsedMs * 1000).toFixed(0)} requests/s, ` +
    `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms` +
    (refused > 0 ? `, ${refused} sent away under load` : ""),
    `    cpu a request: ${threads.join("; ")}` +
    `; the client ${client}`,
    ...(parts.length > 0 ? [`    where, ms: ${parts.join(", ")}`] : []),
    ...(store
      ? [
        `    store: ${(store.commits / handshakes).toFixed(2)} commits a ` +
        `handshake, ${(store.writes / store.commits).toFixed(1)} writes in ` +
        `each, ${(store.lostWrites / handshakes).toFixed(2)} lost a handshake`,
      ]
      : []),
    `    memory: ${
      rssBytes.map((b) => `${(b / 1e6).toFixed(0)} MB`).join(" + ")
    }`,
  ];
}
