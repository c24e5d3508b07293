/**
 * How unusual a value is, by statistics that a few wild hours cannot bend.
 *
 * @module
 */

/** Makes the MAD of normally distributed values their standard deviation. */
const MAD_TO_SIGMA = 1 / 0.6745;

/**
 * Least deviation that counts as one sigma, as a share of the median: a
 * history that never moved would otherwise make every change infinite.
 */
const MIN_SIGMA_SHARE = 0.05;

/**
 * Finds the middle of some values.
 *
 * @returns `undefined` when there are none.
 */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  if (upper === undefined || sorted.length % 2 === 1) return upper;
  const lower = sorted[(sorted.length >> 1) - 1]!;
  return lower + (upper - lower) / 2;
}

/**
 * Tells how many robust standard deviations a value lies off its history.
 *
 * Source: modified z-score of Iglewicz and Hoaglin (1993), 0.6745 × (x −
 * median) ÷ MAD, with a floor of 5 % of the median, and 1, under the MAD's
 * standard deviation.
 *
 * @param value The value.
 * @param history Comparable values from before.
 * @returns Negative below the median; `undefined` without history.
 */
export function robustZ(
  value: number,
  history: readonly number[],
): number | undefined {
  const middle = median(history);
  if (middle === undefined) return undefined;
  const spread = median(history.map((x) => Math.abs(x - middle)))!;
  const sigma = Math.max(
    spread * MAD_TO_SIGMA,
    Math.abs(middle) * MIN_SIGMA_SHARE,
    1,
  );
  return (value - middle) / sigma;
}
