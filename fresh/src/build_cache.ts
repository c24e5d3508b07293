/**
 * What a build leaves for the running app: islands, file routes, static files.
 *
 * @module
 */
import type { FunctionComponent } from "preact";
import { join } from "node:path";
import { setBuildId } from "./runtime/build_id.ts";
import type { Island } from "./types.ts";

/** A module of the routes folder. */
export interface FileRoute {
  /** Path below the routes folder without extension, such as "blog/[id]". */
  path: string;
  /** What the module exports. */
  mod: Record<string, unknown>;
}

/** A file that can be served. */
export interface FileSnapshot {
  /** Hash of the content, hex; `null` in development. */
  hash: string | null;
  /** Value of the Content-Type header. */
  contentType: string;
  /** Whether its content never changes under this name. */
  immutable?: boolean;
  /** Where it is, from the project's root. */
  filePath?: string;
  /** Its content, where it is in memory only. */
  content?: Uint8Array<ArrayBuffer>;
}

/** Everything a build knows. */
export interface Snapshot {
  /** Names the build. */
  version: string;
  /** URL of the browser runtime. */
  clientEntry: string;
  /** Islands by component. */
  islands: IslandRegistry;
  /** Files by URL path. */
  staticFiles: Map<string, FileSnapshot>;
  /** Modules of the routes folder. */
  fsRoutes: FileRoute[];
  /** Script that reloads pages in development. */
  liveReload?: string;
}

/** Islands by component. */
export type IslandRegistry = Map<unknown, Island>;

/** An opened static file. */
export interface OpenFile {
  /** Its length. */
  sizeBytes: number;
  /** Its content; cancel it when it is not read. */
  readable: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** A build, as the app reads it. */
export interface BuildCache {
  /** Folder of the project. */
  readonly root: string;
  /** URL of the browser runtime. */
  readonly clientEntry: string;
  /** Islands by component. */
  readonly islandRegistry: IslandRegistry;
  /** Script that reloads pages, in development. */
  readonly liveReload: string | null;
  /** Returns the modules of the routes folder. */
  getFsRoutes(): FileRoute[];
  /** Finds a static file by its URL path. */
  findFile(pathname: string): FileSnapshot | null;
  /** Opens a file; `null` when it has vanished. */
  openFile(file: FileSnapshot): Promise<OpenFile | null>;
}

/** A build read from its snapshot. */
export class ProdBuildCache implements BuildCache {
  /** Folder of the project. */
  readonly root: string;
  readonly #snapshot: Snapshot;

  /**
   * Takes a snapshot into use.
   *
   * @param root Folder of the project.
   * @param snapshot What the build wrote.
   */
  constructor(root: string, snapshot: Snapshot) {
    this.root = root;
    this.#snapshot = snapshot;
    setBuildId(snapshot.version);
  }

  /** URL of the browser runtime. */
  get clientEntry(): string {
    return this.#snapshot.clientEntry;
  }

  /** Islands by component. */
  get islandRegistry(): IslandRegistry {
    return this.#snapshot.islands;
  }

  /** Script that reloads pages, in development. */
  get liveReload(): string | null {
    return this.#snapshot.liveReload ?? null;
  }

  /** Returns the modules of the routes folder. */
  getFsRoutes(): FileRoute[] {
    return this.#snapshot.fsRoutes;
  }

  /** Finds a static file by its URL path. */
  findFile(pathname: string): FileSnapshot | null {
    return this.#snapshot.staticFiles.get(pathname) ?? null;
  }

  /** Opens a file; `null` when it has vanished. */
  async openFile({ filePath, content }: FileSnapshot): Promise<
    OpenFile | null
  > {
    if (content !== undefined) {
      const readable = new Blob([content]).stream();
      return { sizeBytes: content.byteLength, readable };
    }
    try {
      const file = await Deno.open(join(this.root, filePath ?? ""));
      const { size } = await file.stat();
      return { sizeBytes: size, readable: file.readable };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }
}

/** What is an island among the exports of a module, and where it is served. */
export class IslandPreparer {
  readonly #names = new Set<string>();

  /**
   * Registers every exported function of an island module.
   *
   * @param registry Where to.
   * @param mod The module.
   * @param file URL of the module for browsers.
   * @param modName Name for the default export.
   */
  prepare(
    registry: IslandRegistry,
    mod: Record<string, unknown>,
    file: string,
    modName: string,
  ): void {
    for (const [exportName, fn] of Object.entries(mod)) {
      if (typeof fn !== "function") continue;
      const name = this.#unique(
        exportName === "default" ? modName : exportName,
      );
      registry.set(fn, {
        name,
        exportName,
        file,
        fn: fn as FunctionComponent,
      });
    }
  }

  /** Makes a name that no other island has. */
  #unique(wanted: string): string {
    const base = wanted.replace(/[^A-Za-z0-9_$]/g, "_");
    let name = base;
    for (let count = 1; this.#names.has(name); count++) {
      name = `${base}_${count}`;
    }
    this.#names.add(name);
    return name;
  }
}
