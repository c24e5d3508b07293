/**
 * Builds an app, and serves it for development.
 *
 * @module
 */
export {
  type ApplySnapshot,
  Builder,
  type BuildModeOptions,
  type BuildOptions,
} from "./builder.ts";
