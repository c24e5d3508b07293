/**
 * `src/dev/fs_crawl.ts` for upstream's tests.
 *
 * @module
 */
import { relative } from "node:path";
import { sortFiles } from "../../../../fresh/src/dev/crawl.ts";

/** A folder that is not on a disk. */
interface FakeFs {
  walk(
    dir: string,
    options: { skip?: RegExp[] },
  ): AsyncIterable<{ path: string }>;
}

/** Finds route files among those of a folder. */
export async function crawlRouteDir(
  fs: FakeFs,
  routeDir: string,
  skip: RegExp[],
  onIsland: (path: string) => void,
): Promise<{ path: string; filePath: string }[]> {
  const names: string[] = [];
  for await (const { path } of fs.walk(routeDir, { skip })) {
    names.push(relative(routeDir, path));
  }
  const { routes, islands } = sortFiles(names);
  for (const path of islands) onIsland(`${routeDir}/${path}`);
  return routes.map(({ path, file }) => ({
    path,
    filePath: `${routeDir}/${file}`,
  }));
}
