/**
 * Finds the routes, islands and static files of a project.
 *
 * @module
 */
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { missing } from "../missing.ts";

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
}

/** Finds everything there is to build. */
export async function crawl(
  { routeDir, islandDir, staticDirs }: CrawlOptions,
): Promise<ProjectFiles> {
  const found = sortFiles(await filesOf(routeDir));
  const islands = [
    ...(await filesOf(islandDir)).filter(isSource)
      .map((path) => join(islandDir, path)),
    ...found.islands.map((path) => join(routeDir, path)),
  ];
  const routes = found.routes.map(({ path, file }) => ({
    path,
    filePath: join(routeDir, file),
  }));
  for (const { filePath } of routes) {
    const text = await readFile(filePath, "utf8");
    // The module is imported on its first hit, which is late to say so.
    if (text.includes("routeOverride")) missing(`routeOverride in ${filePath}`);
  }
  const statics = new Map<string, string>();
  for (const dir of staticDirs) {
    for (const file of await filesOf(dir)) {
      const isHidden = /(^|\/)\.(?!well-known\/)/.test(file);
      if (!isHidden && !statics.has(`/${file}`)) {
        statics.set(`/${file}`, join(dir, file));
      }
    }
  }
  return { routes, islands: islands.sort(), statics };
}

/**
 * Tells the routes from the islands among the files of the routes folder.
 *
 * @param files Paths below the folder.
 * @returns Islands, and routes with their path as URLs spell it.
 */
export function sortFiles(
  files: string[],
): { routes: { path: string; file: string }[]; islands: string[] } {
  const sources = files.filter(isSource);
  // Folders like "(_components)" are private, and one of them has islands.
  const isPrivate = (file: string) => /(^|\/)\(_[^/]+\)\//.test(file);
  return {
    routes: sources.filter((file) => !isPrivate(file)).map((file) => {
      const url = new URL(file, "http://localhost/");
      return { path: url.pathname.slice(1).replace(SOURCE, ""), file };
    }),
    islands: sources.filter((file) => /(^|\/)\(_islands\)\//.test(file)),
  };
}

const isSource = (path: string) => SOURCE.test(path) && !TEST.test(path);

/** Lists the files below a folder in a fixed order; none if it is missing. */
async function filesOf(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, {
      recursive: true,
      withFileTypes: true,
    });
    return entries.filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => relative(dir, join(parentPath, name)))
      .map((path) => path.replaceAll(sep, "/"))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
