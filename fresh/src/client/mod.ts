/**
 * What pages with islands load.
 *
 * @module
 */
export { boot, type Components } from "./boot.ts";
