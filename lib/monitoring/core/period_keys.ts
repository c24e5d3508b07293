/**
 * Keys of periods, the same for every kind of them.
 *
 * @module
 */

import type { TierName } from "./tiers.ts";

/** Builders of the keys of one kind of periods. */
export interface PeriodKeys {
  /** One value of a period. */
  periodPart(tier: TierName, startAt: number, part: number): Deno.KvKey;
  /** Where the values of a period begin. */
  periodsFrom(tier: TierName, startAt: number): Deno.KvKey;
  /** The mark that says: compute this period again. */
  dirty(tier: TierName, startAt: number): Deno.KvKey;
  /** Prefix of the marks of a tier. */
  dirtyIn(tier: TierName): Deno.KvKey;
  /** When a period was last written. */
  rolledUpAt(): Deno.KvKey;
}

/**
 * Makes the builders of one kind of periods.
 *
 * @param kind Name that all keys begin with.
 */
export function periodKeys(kind: string): PeriodKeys {
  return {
    periodPart: (tier, startAt, part) => [
      `${kind}_period`,
      tier,
      startAt,
      part,
    ],
    periodsFrom: (tier, startAt) => [`${kind}_period`, tier, startAt],
    dirty: (tier, startAt) => [`${kind}_dirty`, tier, startAt],
    dirtyIn: (tier) => [`${kind}_dirty`, tier],
    rolledUpAt: () => [`${kind}_rolled_up_at`],
  };
}
