/**
 * `src/jsonify/parse.ts` for upstream's tests.
 *
 * @module
 */
export { parse } from "../../../../fresh/src/jsonify/parse.ts";
