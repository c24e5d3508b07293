/**
 * What `node:assert/strict` is to export, and stands for here by an import map.
 *
 * Deno 2.9.6 gives the loose functions under its names: `equal(null, undefined)`
 * and `deepEqual([1], ["1"])` pass there, and throw in Node. Only the default
 * export is strict. See `tests/strict_assert_test.ts`.
 *
 * @module
 */

export {
  AssertionError,
  deepStrictEqual as deepEqual,
  doesNotMatch,
  doesNotReject,
  doesNotThrow,
  fail,
  ifError,
  match,
  notDeepStrictEqual as notDeepEqual,
  notStrictEqual as notEqual,
  ok,
  rejects,
  strictEqual,
  strictEqual as equal,
  throws,
} from "node:assert";
