/**
 * Writes a build to disk, as code that the server imports.
 *
 * @module
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { FileSnapshot } from "../build_cache.ts";

/** What a build made. */
export interface Built {
  /** Folder of the project. */
  root: string;
  /** Name of the build. */
  buildId: string;
  /** URL of the browser runtime. */
  clientEntry: string;
  /** Route files. */
  routes: { path: string; filePath: string }[];
  /** Files with islands, with the URL and name of each. */
  islands: { filePath: string; url: string; name: string }[];
  /** Files by URL path. */
  files: Map<string, FileSnapshot>;
}

/** Writes a build; what an earlier one left is removed. */
export async function writeBuild(built: Built, outDir: string): Promise<void> {
  await rm(join(outDir, "static"), { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const table: [string, FileSnapshot][] = [];
  for (const [urlPath, { content, ...file }] of built.files) {
    if (content !== undefined) {
      const path = join(outDir, "static", urlPath);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      file.filePath = relative(built.root, path);
    }
    table.push([urlPath, file]);
  }
  const code = snapshotCode(built, outDir, table);
  await writeFile(join(outDir, "snapshot.js"), code);
  await writeFile(join(outDir, "server.js"), serverCode(built, outDir));
}

/**
 * Tells whether a route file is imported at start, as it holds for others. All
 * others are imported when they are first hit.
 */
export function isEager(path: string): boolean {
  return /(^|\/)_(app|layout|middleware|error|404|500)$/.test(path);
}

function snapshotCode(
  { buildId, clientEntry, routes, islands }: Built,
  outDir: string,
  table: [string, FileSnapshot][],
): string {
  const from = (path: string) => JSON.stringify(specifier(outDir, path));
  const json = JSON.stringify;
  return [
    "// Made by the build; changes are lost.",
    `import { registerIslands } from "fresh/internal";`,
    ...routes.map(({ path, filePath }, i) =>
      isEager(path)
        ? `import * as route${i} from ${from(filePath)};`
        : `const route${i} = () => import(${from(filePath)});`
    ),
    ...islands.map(({ filePath }, i) =>
      `import * as island${i} from ${from(filePath)};`
    ),
    "",
    "const islands = new Map();",
    ...islands.map(({ url, name }, i) =>
      `registerIslands(islands, island${i}, ${json(url)}, ${json(name)});`
    ),
    "",
    "export default {",
    `  version: ${json(buildId)},`,
    `  clientEntry: ${json(clientEntry)},`,
    "  islands,",
    "  staticFiles: new Map([",
    ...table.map((entry) => `    ${json(entry)},`),
    "  ]),",
    "  fsRoutes: [",
    ...routes.map(({ path }, i) =>
      `    { path: ${json(path)}, mod: route${i} },`
    ),
    "  ],",
    "};",
    "",
  ].join("\n");
}

function serverCode({ root }: Built, outDir: string): string {
  const up = JSON.stringify(relative(outDir, root) || ".");
  const entry = JSON.stringify(specifier(outDir, join(root, "main.ts")));
  return `// Made by the build; changes are lost.
import { join } from "node:path";
import { setBuildCache } from "fresh/internal";
import { app } from ${entry};
import snapshot from "./snapshot.js";

const root = join(import.meta.dirname, ${up});
setBuildCache(app, { root, ...snapshot }, "production");

export default { fetch: app.handler() };
`;
}

function specifier(from: string, path: string): string {
  const target = relative(from, path).replaceAll("\\", "/");
  return target.startsWith(".") ? target : `./${target}`;
}
