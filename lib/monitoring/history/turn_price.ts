/**
 * The price of relaying, by the formula that providers bill by: a fee for the
 * month, some gigabytes free, and a price for each one beyond.
 *
 * @module
 */

import type { Figures } from "@/lib/settings/figures.ts";

/** What a provider of relays asks. */
export interface TurnPrice {
  /** Price of a relayed gigabyte (10⁹ bytes), in US dollars. */
  perGbUsd: number;
  /** Gigabytes that are free each month. */
  freeGbPerMonth: number;
  /** What is to pay whatever was relayed, in US dollars a month. */
  monthlyFeeUsd: number;
}

/** The parts of the formula as admins may set them. */
export const TURN_PRICE_FIGURES: Figures<keyof TurnPrice> = {
  perGbUsd: {
    label: "A relayed gigabyte",
    unit: "$",
    about: "10⁹ bytes; what leaves the relay for either side is counted",
    min: 0,
    max: 100,
  },
  freeGbPerMonth: {
    label: "Free each month",
    unit: "GB",
    min: 0,
    max: 1_000_000_000,
  },
  monthlyFeeUsd: { label: "Monthly fee", unit: "$", min: 0, max: 1_000_000 },
};

const BYTES_PER_GB = 1_000_000_000;

/** What some bytes cost, the fee and the free ones left out. */
export function gigabytePriceUsd(
  relayedBytes: number,
  { perGbUsd }: TurnPrice,
): number {
  return relayedBytes / BYTES_PER_GB * perGbUsd;
}

/**
 * What a month costs.
 *
 * @example A thousand gigabytes free, the others at five cents
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { monthlyCostUsd } from "@/lib/monitoring/history/turn_price.ts";
 *
 * const price = { perGbUsd: 0.05, freeGbPerMonth: 1000, monthlyFeeUsd: 0 };
 * equal(monthlyCostUsd(1.2e12, price), 10);
 * equal(monthlyCostUsd(9e11, price), 0);
 * ```
 */
export function monthlyCostUsd(
  relayedBytes: number,
  { perGbUsd, freeGbPerMonth, monthlyFeeUsd }: TurnPrice,
): number {
  const billedGb = Math.max(0, relayedBytes / BYTES_PER_GB - freeGbPerMonth);
  return monthlyFeeUsd + billedGb * perGbUsd;
}
