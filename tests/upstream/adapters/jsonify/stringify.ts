/**
 * `src/jsonify/stringify.ts` for upstream's tests.
 *
 * @module
 */
export { stringify } from "../../../../fresh/src/jsonify/stringify.ts";
