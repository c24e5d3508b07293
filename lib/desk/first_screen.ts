/**
 * The first screen of the list of calls, as the server sends it: the whole list
 * would take megabytes, and only its top is seen.
 *
 * @module
 */

import type { LiveCall } from "@/lib/monitoring/overview/live_calls.ts";
import type { CallChoice } from "./call_address.ts";
import { countriesOf, passes, sorted } from "./call_choice.ts";
import { type CallRow, rowOf } from "./call_rows.ts";

/** Rows that the server sends: what a screen 1,440 pixels high shows. */
export const FIRST_SCREEN_ROWS = 32;

/** What the server sends of the list. */
export interface FirstScreen {
  /** The top of the list. */
  firstRows: readonly CallRow[];
  /** How many calls there are in all, shown or not. */
  totalCount: number;
  /** Countries of the members of all of them. */
  countries: readonly string[];
}

/** Takes the top of the list as it is chosen. */
export function firstScreenOf(
  calls: readonly LiveCall[],
  { filter, sort }: CallChoice,
): FirstScreen {
  const rows = calls.map(rowOf);
  const chosen = rows.filter((row) => passes(row, filter));
  return {
    firstRows: sorted(chosen, sort).slice(0, FIRST_SCREEN_ROWS),
    totalCount: rows.length,
    countries: countriesOf(rows),
  };
}
