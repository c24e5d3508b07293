/**
 * What both the server and the browser may use.
 *
 * @module
 */
export { asset, assetSrcSet } from "./assets.ts";
export { HttpError } from "../http_error.ts";
export { Head, type HeadProps } from "./head.ts";
import { missing } from "../missing.ts";

export type { ComponentChildren, VNode } from "../preact_types.ts";

/** Whether this code runs in a browser. */
export const IS_BROWSER: boolean = typeof document !== "undefined";

/**
 * Is not part of this Fresh, and says so when it is rendered.
 *
 * @deprecated It only throws.
 */
export function Partial(): never {
  return missing("Partial");
}
