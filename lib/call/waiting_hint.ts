/**
 * What somebody who waits is told about the search.
 *
 * @module
 */

import { INTEREST_FIRST_MS } from "@/lib/protocol/limits.ts";
import { type Filters, hasPreference, isChoosy } from "./filters.ts";

/** What is said, by the name of its text. */
export type WaitingHint =
  | "waitingHint"
  /** Those who share an interest or the language come first. */
  | "preferenceHint"
  /** Nobody did; from now on whoever waited longest does. */
  | "preferenceOverHint"
  /** Nobody waits but the partner before. */
  | "nobodyElseHint"
  /** The wishes may be the reason, and can be dropped. */
  | "relaxHint";

/** After so long without a match wishes may be the reason, milliseconds. */
const PATIENCE_MS = 10_000;

/** Milliseconds of waiting after which something else may be said. */
export const HINT_CHANGES_MS: readonly number[] = [
  INTEREST_FIRST_MS,
  PATIENCE_MS,
];

/** What is known of a search. */
export interface Waiting {
  /** What the visitor wishes. */
  readonly filters: Filters;
  /** How long they have waited, milliseconds. */
  readonly waitedMs: number;
  /** Whether nobody waits who fits but somebody whom they just met. */
  readonly isNobodyElseHere: boolean;
}

/** Picks what is said. */
export function waitingHintOf(
  { filters, waitedMs, isNobodyElseHere }: Waiting,
): WaitingHint {
  if (isChoosy(filters) && waitedMs >= PATIENCE_MS) return "relaxHint";
  if (isNobodyElseHere) return "nobodyElseHint";
  if (!hasPreference(filters)) return "waitingHint";
  return waitedMs < INTEREST_FIRST_MS ? "preferenceHint" : "preferenceOverHint";
}
