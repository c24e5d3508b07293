/**
 * `src/constants.ts` for upstream's tests.
 *
 * @module
 */
export { CACHE_KEY as ASSET_CACHE_BUST_KEY } from "../../../fresh/src/runtime/assets.ts";

/** Query parameter of partial requests, which ours does not know. */
export const PARTIAL_SEARCH_PARAM = "fresh-partial";
/** Page of the error overlay, which ours has not. */
export const DEV_ERROR_OVERLAY_URL = "/_frsh/error_overlay";
/** What is no route. */
export const TEST_FILE_PATTERN = /[._]test\.(?:[tj]sx?|[mc][tj]s)$/;
