/**
 * `src/middlewares/csrf.ts` for upstream's tests.
 *
 * @module
 */
export { csrf } from "../../../../fresh/src/mod.ts";
