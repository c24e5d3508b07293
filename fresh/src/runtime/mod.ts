/**
 * What both the server and the browser may use.
 *
 * @module
 */
export { asset } from "./assets.ts";
export { Head, type HeadProps } from "./head.ts";
export type { ComponentChildren, VNode } from "../preact_types.ts";

/** Whether this code runs in a browser. */
export const IS_BROWSER: boolean = typeof document !== "undefined";
