/**
 * Finds the routes, islands and static files of a project.
 *
 * @module
 */
import { basename, join, relative, sep } from "node:path";

const SOURCE = /\.(ts|tsx|js|jsx)$/;
const TEST = /[._]test\.(ts|tsx|js|jsx)$/;

/** What is in a project. */
export interface ProjectFiles {
  /** Route files. */
  routes: { path: string; filePath: string }[];
  /** Files with islands. */
  islands: string[];
  /** Static files by their URL path. */
  statics: Map<string, string>;
}

/** Where to look. */
export interface CrawlOptions {
  /** Folder of the routes. */
  routeDir: string;
  /** Folder of the islands. */
  islandDir: string;
  /** Folders of static files; the first one that has a file wins. */
  staticDirs: string[];
  /** Files that are left out. */
  ignore: RegExp[];
}

/** Finds everything there is to build. */
export async function crawl(options: CrawlOptions): Promise<ProjectFiles> {
  const { routeDir, islandDir, staticDirs, ignore } = options;
  const isSource = (path: string) =>
    SOURCE.test(path) && !TEST.test(path) &&
    !ignore.some((pattern) => pattern.test(path));

  const routes: ProjectFiles["routes"] = [];
  const islands: string[] = [];
  for await (const filePath of walk(islandDir)) {
    if (isSource(filePath)) islands.push(filePath);
  }
  for await (const filePath of walk(routeDir)) {
    if (!isSource(filePath)) continue;
    const path = toUrlPath(relative(routeDir, filePath)).replace(SOURCE, "");
    // Folders like "(_components)" are private, and one of them has islands.
    const isPrivate = /(^|\/)\(_[^/]*\)\//.test(path);
    if (/(^|\/)\(_islands\)\//.test(path)) islands.push(filePath);
    if (!isPrivate) routes.push({ path, filePath });
  }

  const statics = new Map<string, string>();
  for (const dir of staticDirs) {
    for await (const filePath of walk(dir)) {
      const path = "/" + toUrlPath(relative(dir, filePath));
      const isHidden = path.split("/").some((part) =>
        part.startsWith(".") && part !== ".well-known"
      );
      if (!isHidden && !statics.has(path)) statics.set(path, filePath);
    }
  }
  return { routes, islands: islands.sort(), statics };
}

/** Lists the files below a folder in a fixed order; none if it is missing. */
async function* walk(dir: string): AsyncGenerator<string> {
  const entries: Deno.DirEntry[] = [];
  try {
    for await (const entry of Deno.readDir(dir)) entries.push(entry);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name, isDirectory } of entries) {
    const path = join(dir, name);
    if (isDirectory) yield* walk(path);
    else yield path;
  }
}

/** Makes a name for an island's chunk and its default export. */
export function islandName(filePath: string): string {
  const name = basename(filePath).replace(SOURCE, "");
  return name.replace(/[^A-Za-z0-9_$]/g, "_").replace(/^(?=\d)/, "_");
}

function toUrlPath(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
