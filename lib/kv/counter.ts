/**
 * Counters as the stores hold them.
 *
 * @module
 */

/** Value of a counter: Deno KV's own, or that of a store in memory. */
export type Counter = Deno.KvU64 | bigint;

/** Reads a counter; negative amounts were added by wrapping around. */
export function countOf(counter: Counter): number {
  const value = typeof counter === "bigint" ? counter : counter.value;
  return Number(BigInt.asIntN(64, value));
}
