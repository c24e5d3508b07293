/**
 * `src/context.ts` for upstream's tests.
 *
 * @module
 */
export { Context } from "../../../fresh/src/mod.ts";
