/**
 * `src/middlewares/static_files.ts` for upstream's tests.
 *
 * @module
 */
export { staticFiles } from "../../../../fresh/src/mod.ts";
