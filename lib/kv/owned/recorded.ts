/**
 * What the journal says of one key.
 *
 * @module
 */

/** A change as it was decided; replayed in order, they lead to the same state. */
export interface Recorded {
  /** `set` and `delete` of a key, an `append` below it, or a `clear` of that. */
  readonly type: "set" | "delete" | "append" | "clear";
  /** The key; that of an append still lacks the versionstamp at its end. */
  readonly key: Deno.KvKey;
  /**
   * The new value, frozen; `undefined` for none. Of a clear, the first part
   * below the key that goes, `undefined` for all of them.
   */
  readonly value: unknown;
  /** When it may go, Unix milliseconds; `Infinity` for never. */
  readonly expiresAt: number;
  /**
   * Its place in the commit, and so its version: changes of one write share it,
   * but for appends to one log before the last.
   */
  readonly order: number;
}
