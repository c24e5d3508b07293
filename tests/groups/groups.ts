/**
 * Tests that share one isolate, so that what they import is loaded once: of the
 * CPU time of all tests, half went into loading the same modules for each of
 * 320 files, and into bundling the site for some 35 (decision 28).
 *
 * A group is a file beside this one that imports its members. Each member still
 * runs alone: `deno test -A tests/lib/call/machine_test.ts`.
 *
 * @module
 */

import { walk } from "@/tests/walk.ts";

/** Groups by name; their members by how paths begin, below `tests/`. */
const GROUPS = {
  browser: [
    "components/",
    "lib/call/",
    "lib/desk/",
    "lib/i18n/",
    "lib/webrtc_stats/",
    "workers/",
  ],
  matching: ["lib/kv/", "lib/matching/", "lib/signaling/"],
  monitoring: ["lib/monitoring/"],
  routes: ["routes/"],
} as const;

/** What needs an isolate, or the whole machine, of its own. */
const APART = ["attack/", "e2e/", "groups/", "simulate/", "upstream/"];

/** A group, or `others`: whatever is in no group and not apart. */
export type GroupName = keyof typeof GROUPS | "others";

/** Every name of a group. */
export const GROUP_NAMES: readonly GroupName[] = [
  ...Object.keys(GROUPS) as (keyof typeof GROUPS)[],
  "others",
];

/**
 * Tells whose member a test file is.
 *
 * @param path Its path below `tests/`.
 * @returns The group; `null` for one that runs apart.
 */
export function groupOf(path: string): GroupName | null {
  const isBelow = (start: string) => path.startsWith(start);
  if (APART.some(isBelow)) return null;
  for (const [name, starts] of Object.entries(GROUPS)) {
    if (starts.some(isBelow)) return name as keyof typeof GROUPS;
  }
  return "others";
}

/** Declares the tests of every member of a group. */
export async function importGroup(wanted: GroupName): Promise<void> {
  for (const file of await walk("tests")) {
    const path = file.slice("tests/".length);
    if (!/_test\.tsx?$/.test(path) || groupOf(path) !== wanted) continue;
    await import(`../${path}`);
  }
}
