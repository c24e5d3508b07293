/**
 * What the store is asked to change, and what became of it.
 *
 * @module
 */

/** One change of one key. */
export type Change =
  | { type: "set"; key: Deno.KvKey; value: unknown; expireInMs?: number }
  | { type: "delete"; key: Deno.KvKey }
  /** Adds to a 64-bit counter, wrapping, so a negative amount subtracts. */
  | { type: "add"; key: Deno.KvKey; amount: number }
  /**
   * Writes under `prefix` plus the commit's versionstamp: a log in commit order.
   * One write appends to a log once; to an owned one more often, in order, the
   * last with the version of the write.
   */
  | { type: "append"; prefix: Deno.KvKey; value: unknown; expireInMs?: number };

/**
 * Deletes every key below `prefix` that is there when the write is decided,
 * whatever was written a moment before. Only an owned store can: another knows
 * no keys but those it is told.
 */
export interface Clear {
  /** Tells it from other changes. */
  type: "clear";
  /** What the keys begin with; a key of just that stays. */
  prefix: Deno.KvKey;
  /** Keys whose next part comes before this one stay; left out, none does. */
  from?: Deno.KvKeyPart;
}

/**
 * Rings a bell once the write is done: see `Store.listen()`. Behind an append
 * it may tell of that.
 */
export interface Ring {
  /** Tells it from changes. */
  type: "ring";
  /** The bell. */
  key: Deno.KvKey;
}

/** What a write may consist of. */
export type Mutation = Change | Clear | Ring;

/** Changes that are made together, or not at all when a check fails. */
export interface Write<Part extends Mutation = Mutation> {
  /** Versions that must still be current; `null` means "no such key". */
  checks?: readonly Deno.AtomicCheck[];
  /** What to change, in order. */
  mutations: readonly Part[];
  /** Rough size of the values in bytes, when it may be large. Default 256 each. */
  sizeBytes?: number;
}

/** What became of a {@link Write}: `ok` is `false` when a check failed. */
export interface Outcome {
  /** Whether it was written. */
  ok: boolean;
  /** Version of every key written; empty when it was not. */
  versionstamp: string;
}

/** Tells a ring from a change. */
export function isRing(mutation: Mutation): mutation is Ring {
  return mutation.type === "ring";
}
