/**
 * What the journal says of one key.
 *
 * @module
 */

/** A change as it was decided; replayed in order, they lead to the same state. */
export interface Recorded {
  /** `set` and `delete` of a key, or an `append` below it. */
  readonly type: "set" | "delete" | "append";
  /** The key; that of an append still lacks the versionstamp at its end. */
  readonly key: Deno.KvKey;
  /** The new value, frozen; `undefined` for none. */
  readonly value: unknown;
  /** When it may go, Unix milliseconds; `Infinity` for never. */
  readonly expiresAt: number;
  /** Which write of the commit it belongs to. */
  readonly order: number;
}
