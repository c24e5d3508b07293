/**
 * `src/define.ts` for upstream's tests.
 *
 * @module
 */
export { createDefine } from "../../../fresh/src/mod.ts";
