/**
 * What the files of a build import.
 *
 * @module
 */
export { setBuildCache } from "./app.ts";
export {
  type BuildCache,
  type FileRoute,
  type FileSnapshot,
  type IslandRegistry,
  registerIslands,
  type RouteModule,
} from "./build_cache.ts";
