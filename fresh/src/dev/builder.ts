/**
 * Builds an app: for production to disk, for tests and development in memory.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type App, appInternals } from "../app.ts";
import {
  type FileSnapshot,
  IslandPreparer,
  ProdBuildCache,
  type Snapshot,
} from "../build_cache.ts";
import type { ListenOptions } from "../types.ts";
import { bundledAsset, staticAsset } from "./assets.ts";
import { bundle, RUNTIME, type SourceMapOptions } from "./bundle.ts";
import { crawl, islandName, type ProjectFiles } from "./crawl.ts";
import { devMiddleware, reloadScript } from "./dev_server.ts";
import { writeBuild } from "./write.ts";

/** Where the parts of a project are; every path is relative to `root`. */
export interface BuildOptions {
  /** Folder of the project, or a URL of a file in it; default here. */
  root?: string;
  /** Module that exports `app`; default "main.ts". */
  serverEntry?: string;
  /** Folder that is written to; default "_fresh". */
  outDir?: string;
  /** Folders of static files; default "static". */
  staticDir?: string | string[];
  /** Folder of islands; default "islands". */
  islandDir?: string;
  /** Folder of routes; default "routes". */
  routeDir?: string;
  /** Browsers to write code for, as in esbuild. */
  target?: string | string[];
  /** Files that are neither routes nor islands. */
  ignore?: RegExp[];
  /** Whether and how source maps are made. */
  sourceMap?: SourceMapOptions;
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

interface Built {
  buildId: string;
  clientEntry: string;
  found: ProjectFiles;
  islands: { filePath: string; url: string; name: string }[];
  files: Map<string, FileSnapshot>;
}

type Mode = "development" | "production";

/**
 * Builds an app.
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
  readonly #options: Required<Omit<BuildOptions, "sourceMap">>;
  readonly #sourceMap: SourceMapOptions | undefined;

  /** Creates a builder; nothing is read yet. */
  constructor(options: BuildOptions = {}) {
    const root = rootOf(options.root ?? ".");
    const at = (path: string) => isAbsolute(path) ? path : join(root, path);
    const { staticDir = "static", sourceMap } = options;
    this.#sourceMap = sourceMap;
    this.#options = {
      root,
      serverEntry: at(options.serverEntry ?? "main.ts"),
      outDir: at(options.outDir ?? "_fresh"),
      staticDir: [staticDir].flat().map(at),
      islandDir: at(options.islandDir ?? "islands"),
      routeDir: at(options.routeDir ?? "routes"),
      target: options.target ?? ["chrome99", "firefox99", "safari15"],
      ignore: options.ignore ?? [],
    };
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
      const { root, outDir, serverEntry } = this.#options;
      const { routes } = built.found;
      await writeBuild({ ...built, routes, root, outDir, serverEntry });
      // Routes are not imported here: that may open what a server needs.
      return () => {
        throw new Error(
          'Cannot attach a build on disk: serve its server.js, or build with snapshot "memory"',
        );
      };
    }
    const loaded = await this.#load(built);
    return (app) => this.#attach(app, loaded, mode);
  }

  /**
   * Serves the app for development, with pages that reload when it restarts;
   * `deno run --watch` restarts it.
   *
   * @param importApp Imports the module that exports `app`.
   * @param options Where to listen.
   */
  async listen(
    // deno-lint-ignore no-explicit-any
    importApp: () => Promise<{ app: App<any> }>,
    options: ListenOptions = {},
  ): Promise<void> {
    const [{ app }, built] = await Promise.all([
      importApp(),
      this.#make("development"),
    ]);
    const { basePath } = app.config;
    const liveReload = reloadScript(basePath);
    const loaded = { ...await this.#load(built), liveReload };
    this.#attach(app, loaded, "development");
    appInternals(app).useFirst(devMiddleware(basePath, Date.now()));
    await app.listen(options);
  }

  // deno-lint-ignore no-explicit-any
  #attach(app: App<any>, snapshot: Snapshot, mode: Mode): void {
    const cache = new ProdBuildCache(this.#options.root, snapshot);
    appInternals(app).setBuildCache(cache, mode);
  }

  async #make(mode: Mode): Promise<Built> {
    const { root, staticDir, target } = this.#options;
    const buildId = newBuildId();
    const found = await crawl({
      ...this.#options,
      staticDirs: [staticDir].flat(),
    });
    const base = `/_fresh/js/${buildId}/`;
    const islands = nameIslands(found.islands, base);
    const chunks = await bundle({
      root,
      entries: Object.fromEntries(
        islands.map(({ filePath, chunk }) => [chunk, filePath]),
      ),
      buildId,
      mode,
      target,
      sourceMap: this.#sourceMap,
    });
    const options = { root, buildId, mode };
    const files = new Map<string, FileSnapshot>();
    for (const [path, filePath] of found.statics) {
      files.set(path, await staticAsset(filePath, options));
    }
    for (const [path, content] of chunks) {
      files.set(base + path, bundledAsset(path, content, options));
    }
    return {
      buildId,
      clientEntry: `${base}${RUNTIME}.js`,
      found,
      islands,
      files,
    };
  }

  /** Imports routes and islands, for use in this process. */
  async #load(built: Built): Promise<Snapshot> {
    const registry: Snapshot["islands"] = new Map();
    const preparer = new IslandPreparer();
    for (const { filePath, url, name } of built.islands) {
      preparer.prepare(registry, await load(filePath), url, name);
    }
    const fsRoutes: Snapshot["fsRoutes"] = [];
    for (const { path, filePath } of built.found.routes) {
      fsRoutes.push({ path, mod: await load(filePath) });
    }
    return {
      version: built.buildId,
      clientEntry: built.clientEntry,
      islands: registry,
      staticFiles: built.files,
      fsRoutes,
    };
  }
}

async function load(filePath: string): Promise<Record<string, unknown>> {
  return await import(pathToFileURL(filePath).href);
}

function rootOf(root: string): string {
  if (!root.startsWith("file://")) return resolve(root);
  const path = fileURLToPath(root);
  // A URL such as `import.meta.url` names a file of the folder.
  return /\.[jt]sx?$/.test(path) ? resolve(path, "..") : resolve(path);
}

/** Names the build after what is deployed, so that instances agree on it. */
function newBuildId(): string {
  const source = Deno.env.get("DENO_DEPLOYMENT_ID") ??
    Deno.env.get("GITHUB_SHA") ?? Deno.env.get("CI_COMMIT_SHA") ??
    crypto.randomUUID();
  return createHash("sha1").update(source).digest("hex");
}

/** Gives each file with islands a chunk of its own. */
function nameIslands(filePaths: string[], base: string) {
  const taken = new Set<string>([RUNTIME]);
  return filePaths.map((filePath) => {
    const name = islandName(filePath);
    let chunk = name;
    for (let count = 1; taken.has(chunk); count++) chunk = `${name}_${count}`;
    taken.add(chunk);
    return { filePath, name, chunk, url: `${base}${chunk}.js` };
  });
}
