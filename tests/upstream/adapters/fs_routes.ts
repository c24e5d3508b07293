/**
 * `src/fs_routes.ts` for upstream's tests.
 *
 * @module
 */
import { comparePaths } from "../../../fresh/src/fs_routes.ts";

/** Orders route files. */
export const sortRoutePaths = comparePaths;
