/**
 * What pages with islands load.
 *
 * @module
 */
export { boot } from "./boot.ts";
