/**
 * What a build leaves for the running app: islands, file routes, static files.
 *
 * @module
 */
import { join } from "node:path";
import type { FunctionComponent } from "./preact_types.ts";
import type { Island, LayoutConfig } from "./types.ts";

/** What a module of the routes folder may export. */
export interface RouteModule {
  /** What answers. */
  handler?: unknown;
  /** The same under another name. */
  handlers?: unknown;
  /** The page, or a middleware. */
  default?: unknown;
  /** Settings of the page. */
  config?: LayoutConfig;
  /** Style sheets, which are not implemented. */
  css?: unknown;
}

/** A module of the routes folder. */
export interface FileRoute {
  /** Path below the routes folder without extension, such as "blog/[id]". */
  path: string;
  /** What the module exports, or what imports it when it is needed. */
  mod: RouteModule | (() => Promise<RouteModule>);
}

/** A file that can be served. */
export interface FileSnapshot {
  /** Hash of the content, hex; `null` in development. */
  hash: string | null;
  /** Value of the Content-Type header. */
  contentType: string;
  /** Where it is, from the project's root. */
  filePath?: string;
  /** Its content, where it is in memory only. */
  content?: Uint8Array<ArrayBuffer>;
}

/** Islands by component. */
export type IslandRegistry = Map<unknown, Island>;

/** Everything a build knows. */
export interface BuildCache {
  /** Folder of the project. */
  root: string;
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

/** An opened static file. */
export interface OpenFile {
  /** Its length. */
  sizeBytes: number;
  /** Its content; cancel it when it is not read. */
  readable: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/**
 * Opens a static file.
 *
 * @throws {Deno.errors.NotFound} If it has vanished since the build.
 */
export async function openFile(
  root: string,
  { filePath, content }: FileSnapshot,
): Promise<OpenFile> {
  if (content !== undefined) {
    const readable = new Blob([content]).stream();
    return { sizeBytes: content.byteLength, readable };
  }
  const file = await Deno.open(join(root, filePath ?? ""));
  const { size } = await file.stat();
  return { sizeBytes: size, readable: file.readable };
}

/**
 * Registers every exported function of an island module.
 *
 * @param registry Where to.
 * @param mod The module.
 * @param file URL of the module for browsers.
 * @param modName Name for the default export.
 */
export function registerIslands(
  registry: IslandRegistry,
  mod: Record<string, unknown>,
  file: string,
  modName: string,
): void {
  const taken = new Set([...registry.values()].map(({ name }) => name));
  for (const [exportName, fn] of Object.entries(mod)) {
    if (typeof fn !== "function") continue;
    const wanted = exportName === "default" ? modName : exportName;
    const name = uniqueName(wanted, taken);
    registry.set(fn, { name, exportName, file, fn: fn as FunctionComponent });
  }
}

/** Makes an identifier that is not taken yet, and takes it. */
export function uniqueName(wanted: string, taken: Set<string>): string {
  const base = wanted.replace(/[^\w$]/g, "_").replace(/^(?=\d)/, "_");
  let name = base;
  for (let count = 1; taken.has(name); count++) name = `${base}_${count}`;
  taken.add(name);
  return name;
}
