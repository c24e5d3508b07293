/**
 * Builds an app: for production to disk, for tests and development in memory.
 *
 * @module
 */
import { basename, extname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { App, setBuildCache } from "../app.ts";
import {
  type BuildCache,
  type FileSnapshot,
  registerIslands,
  uniqueName,
} from "../build_cache.ts";
import { OWN_BUILD_ID } from "../build_id.ts";
import { missing, onlyKnown } from "../missing.ts";
import { serve } from "../serve.ts";
import type { ListenOptions, ResolvedFreshConfig } from "../types.ts";
import { contentTypeOf, hashOf } from "./assets.ts";
import { bundle, RUNTIME } from "./bundle.ts";
import { crawl } from "./crawl.ts";
import { answerReload, reloadScript } from "./live_reload.ts";
import { type Built, isEager, writeBuild } from "./write.ts";

/** Where the parts of a project are; every path is relative to `root`. */
export interface BuildOptions {
  /** Folder of the project, or a URL of a file in it; default here. */
  root?: string;
  /** Folder that is written to; default "_fresh". */
  outDir?: string;
  /** Folders of static files; default "static". */
  staticDir?: string | string[];
}

/** What `build()` is for. */
export interface BuildModeOptions {
  /** Default "production". */
  mode?: "development" | "production";
  /** Where the build goes; default "disk". */
  snapshot?: "disk" | "memory";
}

/** Attaches a build to an app, before `app.handler()` is called. */
// deno-lint-ignore no-explicit-any
export type ApplySnapshot = (app: App<any>) => void;

/**
 * Builds an app: `main.ts`, which exports it, `routes/` and `islands/`.
 *
 * @example Tests of file routes
 * ```ts ignore
 * const apply = await new Builder({ root: import.meta.dirname! })
 *   .build({ snapshot: "memory" });
 * apply(app);
 * const response = await app.handler()(new Request("http://localhost/"));
 * ```
 */
export class Builder {
  readonly #root: string;
  readonly #outDir: string;
  readonly #staticDirs: string[];

  /** Creates a builder; nothing is read yet. */
  constructor(options: BuildOptions = {}) {
    onlyKnown(options, ["root", "outDir", "staticDir"], "Builder");
    const { root = ".", outDir = "_fresh", staticDir = "static" } = options;
    this.#root = rootOf(root);
    this.#outDir = resolve(this.#root, outDir);
    this.#staticDirs = [staticDir].flat().map((dir) =>
      resolve(this.#root, dir)
    );
  }

  /**
   * Builds the app.
   *
   * @returns A function that attaches this build to an app.
   */
  async build(
    { mode = "production", snapshot = "disk" }: BuildModeOptions = {},
  ): Promise<ApplySnapshot> {
    const built = await this.#make(mode);
    if (snapshot === "disk") {
      await writeBuild(built, this.#outDir);
      // Routes are not imported here: that may open what a server needs.
      return () => {
        throw new Error(
          'Cannot attach a build on disk: serve its server.js, or build with snapshot "memory"',
        );
      };
    }
    const cache = await load(built);
    return (app) => setBuildCache(app, cache, app.config.mode);
  }

  /**
   * Starts to serve the app for development, with pages that reload when it
   * restarts; `deno run --watch` restarts it.
   *
   * @param importApp Imports the app, or the module that exports it as `app`.
   * @param options Where to listen.
   */
  async listen(
    // deno-lint-ignore no-explicit-any
    importApp: () => Promise<{ app: App<any> } | App<any>>,
    options: ListenOptions = {},
  ): Promise<void> {
    const [imported, built] = await Promise.all([
      importApp(),
      this.#make("development"),
    ]);
    const app = imported instanceof App ? imported : imported.app;
    const cache = { ...await load(built), liveReload: reloadScript };
    setBuildCache(app, cache, "development");
    const handler = app.handler();
    await serve(
      options,
      (req, info) => answerReload(req) ?? handler(req, info),
    );
  }

  async #make(mode: ResolvedFreshConfig["mode"]): Promise<Built> {
    const root = this.#root;
    const buildId = OWN_BUILD_ID;
    const found = await crawl({
      routeDir: join(root, "routes"),
      islandDir: join(root, "islands"),
      staticDirs: this.#staticDirs,
    });
    const base = `/_fresh/js/${buildId}/`;
    const taken = new Set([RUNTIME]);
    const entries: Record<string, string> = {};
    const islands = found.islands.map((filePath) => {
      const name = basename(filePath, extname(filePath));
      const chunk = uniqueName(name, taken);
      entries[chunk] = filePath;
      return { filePath, name, url: `${base}${chunk}.js` };
    });

    const hash = (content: Uint8Array) =>
      mode === "production" ? hashOf(content) : null;
    const files = new Map<string, FileSnapshot>();
    for (const [path, filePath] of found.statics) {
      files.set(path, {
        contentType: contentTypeOf(filePath),
        filePath: relative(root, filePath),
        hash: hash(await Deno.readFile(filePath)),
      });
    }
    for (
      const [path, content] of await bundle({ root, entries, buildId, mode })
    ) {
      const contentType = contentTypeOf(path);
      files.set(base + path, { contentType, content, hash: hash(content) });
    }
    const clientEntry = `${base}${RUNTIME}.js`;
    const { routes } = found;
    return { root, buildId, clientEntry, routes, islands, files };
  }
}

/** Imports routes and islands, for use in this process. */
async function load(built: Built): Promise<BuildCache> {
  const islands: BuildCache["islands"] = new Map();
  for (const { filePath, url, name } of built.islands) {
    registerIslands(islands, await importFile(filePath), url, name);
  }
  const fsRoutes: BuildCache["fsRoutes"] = [];
  for (const { path, filePath } of built.routes) {
    const load = () => importFile(filePath);
    fsRoutes.push({ path, mod: isEager(path) ? await load() : load });
  }
  const { root, buildId: version, clientEntry, files: staticFiles } = built;
  return { root, version, clientEntry, islands, staticFiles, fsRoutes };
}

async function importFile(filePath: string): Promise<Record<string, unknown>> {
  return await import(pathToFileURL(filePath).href);
}

function rootOf(root: string): string {
  if (!root.startsWith("file://")) return resolve(root);
  const path = fileURLToPath(root);
  // A URL such as `import.meta.url` names a file of the folder.
  return /\.[jt]sx?$/.test(path) ? resolve(path, "..") : resolve(path);
}

for (const name of ["onTransformStaticFile", "registerIsland"]) {
  const value = () => missing(`builder.${name}()`);
  Object.defineProperty(Builder.prototype, name, { value });
}
