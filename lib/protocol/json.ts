/**
 * JSON that somebody else wrote.
 *
 * @module
 */

/**
 * Reads a text that may be cut off, old or no JSON at all: a schema has to tell
 * what it is.
 *
 * @returns What it says; `undefined` for what is no JSON, which no schema of
 * ours takes.
 *
 * @example A text that is none says nothing
 * ```ts
 * import { deepEqual, equal } from "node:assert/strict";
 * import { parseJson } from "@/lib/protocol/json.ts";
 *
 * deepEqual(parseJson('{"volume":0.5}'), { volume: 0.5 });
 * equal(parseJson('{"volume":'), undefined);
 * ```
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
