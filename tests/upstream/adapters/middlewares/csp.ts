/**
 * `src/middlewares/csp.ts` for upstream's tests.
 *
 * @module
 */
export { csp } from "../../../../fresh/src/mod.ts";
export { NONCE as NONCE_SYMBOL } from "../../../../fresh/src/render/document.ts";
