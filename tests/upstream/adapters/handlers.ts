/**
 * `src/handlers.ts` for upstream's tests.
 *
 * @module
 */
export { page } from "../../../fresh/src/mod.ts";
