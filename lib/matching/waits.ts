/**
 * How long people wait, by what they want: counted as it happens, and what is
 * usual told from the counts. Pure; `wait_record.ts` keeps them.
 *
 * @module
 */

import type { Mutation } from "@/lib/kv/write.ts";
import { GENDERS, type Profile } from "@/lib/protocol/profile.ts";
import { matchingKeys } from "./keys.ts";

/** How a wait ended: with a partner, or without. */
export type WaitEnd = "matched" | "gave-up";

/** Waits of one length: how many ended how. */
export type WaitCounts = Record<WaitEnd, number>;

/** Upper ends of the lengths that are told apart, milliseconds. */
export const WAIT_BOUNDS_MS: readonly number[] = [
  ...[2, 3, 5, 10, 15, 20, 30, 45].map((seconds) => seconds * 1_000),
  ...[1, 2, 3, 5].map((minutes) => minutes * 60_000),
];

/** Counts are kept by periods of this length, milliseconds. */
export const WAIT_PERIOD_MS = 300_000;

/** Fewer matches than this say nothing about what is usual. */
const MIN_MATCHES = 5;

/** The period that a moment belongs to, Unix milliseconds of its beginning. */
export function waitPeriodOf(now: number): number {
  return now - now % WAIT_PERIOD_MS;
}

/**
 * Names the people who want alike: of one gender, wanting the same genders,
 * from anywhere or from some countries. There are 42 such kinds.
 */
export function waitKindOf(
  { gender, filterGenders, filterCountries }: Profile,
): string {
  const genders = filterGenders === "all"
    ? "*"
    : GENDERS.filter((one) => filterGenders.includes(one)).join("");
  return `${gender}>${genders}.${filterCountries === "ALL" ? "*" : "some"}`;
}

/** Counts the wait of somebody whose place in the queue ends now. */
export function waitNoted(
  waiter: Profile & { readonly enqueuedAt: number },
  end: WaitEnd,
  now: number,
): Mutation {
  const waitedMs = now - waiter.enqueuedAt;
  const found = WAIT_BOUNDS_MS.findIndex((boundMs) => waitedMs <= boundMs);
  const length = found === -1 ? WAIT_BOUNDS_MS.length : found;
  const period = waitPeriodOf(now);
  return {
    type: "add",
    key: matchingKeys.wait(waitKindOf(waiter), period, length, end),
    amount: 1,
  };
}

/**
 * Tells the usual wait: the median, by the product-limit estimate, so that
 * those who gave up count for as long as they waited. Without them a site
 * where most people leave unmatched would look fast.
 *
 * Source: E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete
 * Observations, Journal of the American Statistical Association 53, 1958.
 *
 * @param counts Counts by length, as many as there are lengths.
 * @returns Upper end of the length that holds the median, milliseconds; `null`
 * where there is too little to tell, or it is longer than any bound.
 */
export function usualWaitMs(counts: readonly WaitCounts[]): number | null {
  const sum = (end: WaitEnd) =>
    counts.reduce((total, each) => total + each[end], 0);
  if (sum("matched") < MIN_MATCHES) return null;
  let waiting = sum("matched") + sum("gave-up");
  let unmatchedShare = 1;
  for (const [i, boundMs] of WAIT_BOUNDS_MS.entries()) {
    const { matched, "gave-up": gaveUp } = counts[i]!;
    if (matched > 0) unmatchedShare *= 1 - matched / waiting;
    if (unmatchedShare <= 0.5) return boundMs;
    waiting -= matched + gaveUp;
  }
  return null;
}
