/**
 * Where the time of the server's main thread goes under load, and where its
 * garbage is made. Profiling slows a server, so these are runs of their own:
 * the shares count, and not the speed.
 *
 * @module
 */

import { z } from "zod";
import { startServer } from "@/tests/server_process.ts";
import { loadCrowd } from "./crowd_load.ts";
import { Inspector } from "./inspector.ts";
import type { LoadResult } from "./load_result.ts";
import {
  type Area,
  cpuWeights,
  foldAreas,
  heapWeights,
  IDLE,
  type Weighted,
} from "./profile_areas.ts";
import { loadByPush } from "./push_load.ts";

const ROOT = new URL("../../", import.meta.url).href;

const WARM_UP_SECONDS = 2;

/** Often enough to see what takes 1 % in some seconds. */
const CPU_INTERVAL_US = 250;

/** Bytes between two allocations that are looked at. */
const HEAP_INTERVAL_BYTES = 16 * 1024;

const resultSchema = z.object({ profile: z.unknown() });

/** A load whose cost is looked into. */
export interface ProfiledLoad {
  /** What it is called in the output. */
  name: string;
  /** What its cost is told for: a request, or a whole call. */
  unit: "request" | "call";
  /** Puts it on a server for some seconds. */
  load(baseUrl: string, seconds: number): Promise<LoadResult>;
}

/** The loads that are looked into. */
export const PROFILED_LOADS: readonly ProfiledLoad[] = [
  {
    name: "a crowd of 100 pairs, who are told",
    unit: "request",
    load: (baseUrl, seconds) =>
      loadCrowd(baseUrl, { pairs: 100, seconds, pace: "told" }),
  },
  {
    name: "a crowd of 100 pairs by event streams, ten calls each",
    unit: "call",
    load: (baseUrl, seconds) =>
      loadByPush(baseUrl, { pairs: 100, seconds, callsEach: 10 }),
  },
];

/** What was seen of one load. */
export interface Profiled {
  /** Samples of the main thread. */
  cpu: Area[];
  /** Bytes allocated. */
  heap: Area[];
  /** Requests or calls while allocations were looked at. */
  heapUnits: number;
}

/**
 * Profiles a server of its own, from its source, with its database on disk.
 *
 * @param profiled The load.
 * @param seconds Length of each of the two runs.
 */
export async function profileLoad(
  { load, unit }: ProfiledLoad,
  seconds: number,
): Promise<Profiled> {
  const folder = await Deno.makeTempDir({ prefix: "parley-bench-" });
  try {
    await using server = await startServer({
      env: { KV_PATH: `${folder}/bench.sqlite` },
      denoFlags: ["--inspect=127.0.0.1:0"],
      entry: "lib/app/serve.ts",
    });
    await load(server.baseUrl, WARM_UP_SECONDS);
    using inspector = await Inspector.open(server.output());
    const run = () => load(server.baseUrl, seconds);
    const cpu = await cpuDuring(inspector, run);
    const heap = await heapDuring(inspector, run);
    return {
      cpu: foldAreas(cpu.weights, ROOT),
      heap: foldAreas(heap.weights, ROOT),
      heapUnits: heap.result[unit === "call" ? "handshakes" : "requests"],
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Measured {
  weights: Weighted[];
  result: LoadResult;
}

async function cpuDuring(
  inspector: Inspector,
  run: () => Promise<LoadResult>,
): Promise<Measured> {
  await inspector.ask("Profiler.enable");
  const interval = CPU_INTERVAL_US;
  await inspector.ask("Profiler.setSamplingInterval", { interval });
  await inspector.ask("Profiler.start");
  const result = await run();
  const stopped = await inspector.ask("Profiler.stop");
  await inspector.ask("Profiler.disable");
  return { result, weights: cpuWeights(resultSchema.parse(stopped).profile) };
}

async function heapDuring(
  inspector: Inspector,
  run: () => Promise<LoadResult>,
): Promise<Measured> {
  await inspector.ask("HeapProfiler.enable");
  await inspector.ask("HeapProfiler.startSampling", {
    samplingInterval: HEAP_INTERVAL_BYTES,
    // Nearly all of it is garbage at the end of the run.
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  const result = await run();
  const stopped = await inspector.ask("HeapProfiler.stopSampling");
  return { result, weights: heapWeights(resultSchema.parse(stopped).profile) };
}

/** Puts what was seen in lines, one for each area. */
export function describeProfile(
  { name, unit }: ProfiledLoad,
  { cpu, heap, heapUnits }: Profiled,
): string[] {
  const sum = (areas: readonly Area[]) =>
    areas.reduce((total, { weight }) => total + weight, 0);
  const all = sum(cpu);
  const busy = cpu.filter((area) => area.name !== IDLE);
  const busyWeight = sum(busy);
  const bytes = new Map(heap.map((area) => [area.name, area.weight]));
  const percent = (part: number, whole: number) =>
    `${(part / Math.max(1, whole) * 100).toFixed(1)} %`;
  const kilobytes = (weight: number) =>
    `${(weight / Math.max(1, heapUnits) / 1000).toFixed(1)} KB`;
  return [
    `where the main thread's time goes: ${name}`,
    `  busy ${percent(busyWeight, all)} of the time; ${
      kilobytes(sum(heap))
    } allocated a ${unit}`,
    ...busy.map((area) =>
      `  ${area.name.padEnd(18)} ${
        percent(area.weight, busyWeight).padStart(7)
      } ${kilobytes(bytes.get(area.name) ?? 0).padStart(9)}  ${
        area.heaviest.join(", ")
      }`
    ),
  ];
}
