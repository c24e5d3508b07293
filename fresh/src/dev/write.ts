/**
 * Writes a build to disk, as code that the server imports.
 *
 * @module
 */
import { dirname, join, relative } from "node:path";
import type { FileSnapshot } from "../build_cache.ts";

/** What is written. */
export interface WriteOptions {
  /** Folder of the project. */
  root: string;
  /** Folder to write to. */
  outDir: string;
  /** Module that exports the app. */
  serverEntry: string;
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
export async function writeBuild(options: WriteOptions): Promise<void> {
  const { outDir, root, files } = options;
  await removeIfThere(join(outDir, "static"));
  await Deno.mkdir(outDir, { recursive: true });
  const table: [string, FileSnapshot][] = [];
  for (const [urlPath, { content, ...file }] of files) {
    if (content === undefined) {
      table.push([urlPath, file]);
      continue;
    }
    const path = join(outDir, "static", urlPath);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeFile(path, content);
    table.push([urlPath, { ...file, filePath: relative(root, path) }]);
  }
  await Deno.writeTextFile(
    join(outDir, "snapshot.js"),
    snapshotCode(options, table),
  );
  await Deno.writeTextFile(join(outDir, "server.js"), serverCode(options));
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Route modules are imported at once, not when they are first hit: which verbs
 * a route has is known only then, and so is what to answer to the others.
 */
function snapshotCode(
  options: WriteOptions,
  table: [string, FileSnapshot][],
): string {
  const { outDir, buildId, clientEntry, routes, islands } = options;
  const from = (path: string) => JSON.stringify(specifier(outDir, path));
  const json = (value: unknown) => JSON.stringify(value);
  return [
    "// Made by the build; changes are lost.",
    `import { IslandPreparer } from "fresh/internal";`,
    ...routes.map(({ filePath }, i) =>
      `import * as route${i} from ${from(filePath)};`
    ),
    ...islands.map(({ filePath }, i) =>
      `import * as island${i} from ${from(filePath)};`
    ),
    "",
    "const islands = new Map();",
    "const preparer = new IslandPreparer();",
    ...islands.map(({ url, name }, i) =>
      `preparer.prepare(islands, island${i}, ${json(url)}, ${json(name)});`
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

function serverCode({ root, outDir, serverEntry }: WriteOptions): string {
  const up = JSON.stringify(relative(outDir, root) || ".");
  return `// Made by the build; changes are lost.
import { join } from "node:path";
import { ProdBuildCache, setBuildCache } from "fresh/internal";
import { app } from ${JSON.stringify(specifier(outDir, serverEntry))};
import snapshot from "./snapshot.js";

const root = join(import.meta.dirname, ${up});
setBuildCache(app, new ProdBuildCache(root, snapshot), "production");

export default { fetch: app.handler() };
`;
}

function specifier(from: string, path: string): string {
  const target = relative(from, path).replaceAll("\\", "/");
  return target.startsWith(".") ? target : `./${target}`;
}
