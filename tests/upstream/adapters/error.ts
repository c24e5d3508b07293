/**
 * `src/error.ts` for upstream's tests.
 *
 * @module
 */
export { HttpError } from "../../../fresh/src/mod.ts";
