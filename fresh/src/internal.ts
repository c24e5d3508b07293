/**
 * What the files of a build import.
 *
 * @module
 */
import { type App, appInternals } from "./app.ts";
import type { BuildCache } from "./build_cache.ts";

export {
  type BuildCache,
  type FileRoute,
  type FileSnapshot,
  IslandPreparer,
  type IslandRegistry,
  type OpenFile,
  ProdBuildCache,
  type Snapshot,
} from "./build_cache.ts";

/**
 * Attaches a build to an app; done before its `handler()` is made.
 *
 * @param app The app.
 * @param cache The build.
 * @param mode What the app runs as.
 */
export function setBuildCache<State>(
  app: App<State>,
  cache: BuildCache,
  mode?: "development" | "production",
): void {
  appInternals(app).setBuildCache(cache, mode);
}
