/**
 * `src/dev/dev_build_cache.ts` for upstream's tests.
 *
 * @module
 */
export { getContentType, systemPathToUrlEncoded } from "../build_cache.ts";
