/**
 * `fresh` for upstream's tests.
 *
 * @module
 */
export * from "../../../fresh/src/mod.ts";
export { App } from "./app.ts";
