/**
 * What a profile of V8's says, by area of the program: our own folders, npm
 * packages, Deno's own JavaScript, native functions, the garbage collector.
 *
 * @module
 */

import { z } from "zod";

/** Where a function is, as the inspector says it. */
export interface Frame {
  /** Its name; in brackets what is no function, such as `(idle)`. */
  functionName: string;
  /** Its module; empty for what is native. */
  url: string;
}

/** A share of what was measured, seen in one function. */
export interface Weighted {
  /** The function. */
  frame: Frame;
  /** How much, in the unit of the profile: samples or bytes. */
  weight: number;
}

/** One area of the program. */
export interface Area {
  /** What it is called: a folder, or one of the names in this file. */
  name: string;
  /** The sum of its functions. */
  weight: number;
  /** The functions that took most with their files, heaviest first. */
  heaviest: string[];
}

/** What waits for something to do; no part of the work. */
export const IDLE = "idle";

const NAMED: Readonly<Record<string, string>> = {
  "(idle)": IDLE,
  "(garbage collector)": "garbage collector",
  "(program)": "program (native)",
  "(root)": "program (native)",
};

const HEAVIEST_COUNT = 3;

const frameSchema = z.object({ functionName: z.string(), url: z.string() });

const cpuProfileSchema = z.object({
  nodes: z.array(
    z.object({ callFrame: frameSchema, hitCount: z.number().default(0) }),
  ),
});

const heapNodeSchema = z.object({
  callFrame: frameSchema,
  selfSize: z.number(),
  get children() {
    return z.array(heapNodeSchema);
  },
});

/**
 * Reads a CPU profile. What counts is how often a function was seen, and not
 * the time between two samples: on a busy machine that is mostly other
 * programs' time.
 *
 * @param profile `profile` of the inspector's `Profiler.stop`.
 * @returns Samples by node; the same function may come several times.
 * @throws {z.ZodError} When it is no CPU profile.
 */
export function cpuWeights(profile: unknown): Weighted[] {
  return cpuProfileSchema.parse(profile).nodes.map(
    ({ callFrame, hitCount }) => ({ frame: callFrame, weight: hitCount }),
  );
}

/**
 * Reads what was allocated where.
 *
 * @param profile `profile` of the inspector's `HeapProfiler.stopSampling`.
 * @returns Bytes by node; the same function may come several times.
 * @throws {z.ZodError} When it is no such profile.
 */
export function heapWeights(profile: unknown): Weighted[] {
  const { head } = z.object({ head: heapNodeSchema }).parse(profile);
  const weights: Weighted[] = [];
  const left = [head];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    weights.push({ frame: node.callFrame, weight: node.selfSize });
    left.push(...node.children);
  }
  return weights;
}

/**
 * Tells the area of a function.
 *
 * @param frame The function.
 * @param root Folder of the project as a `file:` URL, with a slash at its end.
 */
export function areaOf({ functionName, url }: Frame, root: string): string {
  if (url === "") return NAMED[functionName] ?? "native functions";
  if (/^(ext|node|deno):/.test(url)) return "Deno's JavaScript";
  if (/\/node_modules\/|\/npm\//.test(url)) return "npm packages";
  if (!url.startsWith(root)) return "elsewhere";
  const [folder, room, ...deeper] = url.slice(root.length).split("/");
  const isRoom = folder === "lib" && deeper.length > 0;
  return isRoom ? `lib/${room}` : folder!;
}

/**
 * Adds a profile up by area.
 *
 * @param weights What was seen; see {@link cpuWeights} and {@link heapWeights}.
 * @param root See {@link areaOf}.
 * @returns The areas, heaviest first; none without any weight.
 */
export function foldAreas(weights: readonly Weighted[], root: string): Area[] {
  const areas = new Map<string, Map<string, number>>();
  for (const { frame, weight } of weights) {
    if (weight === 0) continue;
    const name = areaOf(frame, root);
    const functions = areas.get(name) ?? new Map<string, number>();
    areas.set(name, functions);
    const label = labelOf(frame);
    functions.set(label, (functions.get(label) ?? 0) + weight);
  }
  return [...areas].map(([name, functions]) => ({
    name,
    weight: [...functions.values()].reduce((sum, one) => sum + one),
    heaviest: heaviestOf(functions),
  })).sort((a, b) => b.weight - a.weight);
}

function labelOf({ functionName, url }: Frame): string {
  const file = url.slice(url.lastIndexOf("/") + 1);
  return `${functionName || "(anonymous)"} ${file}`.trimEnd();
}

function heaviestOf(functions: ReadonlyMap<string, number>): string[] {
  return [...functions].sort(([, a], [, b]) => b - a)
    .slice(0, HEAVIEST_COUNT).map(([name]) => name);
}
