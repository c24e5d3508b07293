/**
 * Tells whether a build is still that of the sources.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";

/** Everything that a build depends on. */
const SOURCES = [
  "deno.json",
  "deno.lock",
  "fresh.config.ts",
  "main.ts",
  "components",
  "fresh",
  "islands",
  "lib",
  "routes",
  "static",
  "workers",
];

/**
 * Sums up names, sizes and times of the sources.
 *
 * @param root Folder of the project.
 * @returns A hash that changes with any of them.
 */
export async function fingerprint(root: string): Promise<string> {
  const lines: string[] = [];
  for (const source of SOURCES) await collect(join(root, source), lines);
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex");
}

async function collect(path: string, lines: string[]): Promise<void> {
  const info = await Deno.stat(path).catch((error) => {
    // On upstream there is no fresh/ folder.
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  if (info === null) return;
  if (!info.isDirectory) {
    lines.push(`${path} ${info.size} ${info.mtime?.getTime()}`);
    return;
  }
  for await (const { name } of Deno.readDir(path)) {
    if (name !== "node_modules") await collect(join(path, name), lines);
  }
}
