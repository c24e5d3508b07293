/**
 * Finds the routes, islands and static files of a project.
 *
 * @module
 */
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";

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
  const islands = (await filesOf(islandDir)).filter(isSource)
    .map((path) => join(islandDir, path));
  const routes: ProjectFiles["routes"] = [];
  for (const file of (await filesOf(routeDir)).filter(isSource)) {
    const filePath = join(routeDir, file);
    // Folders like "(_components)" are private, and one of them has islands.
    const isPrivate = /(^|\/)\(_[^/]*\)\//.test(file);
    if (/(^|\/)\(_islands\)\//.test(file)) islands.push(filePath);
    if (!isPrivate) routes.push({ path: file.replace(SOURCE, ""), filePath });
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
