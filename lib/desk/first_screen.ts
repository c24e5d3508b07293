/**
 * The first screen of the list of calls, as the server sends it: the whole list
 * would take megabytes, and only its top is seen.
 *
 * @module
 */

import type { LiveCall } from "@/lib/monitoring/overview/live_calls.ts";
import { sorted, WORST_FIRST } from "./call_choice.ts";
import { type CallRow, rowOf } from "./call_rows.ts";

/** Rows that the server sends: what a screen 1,440 pixels high shows. */
export const FIRST_SCREEN_ROWS = 32;

/** What the server sends of the list. */
export interface FirstScreen {
  /** The top of the list. */
  firstRows: readonly CallRow[];
  /** How many calls there are in all. */
  totalCount: number;
}

/** Takes the top of the list. */
export function firstScreenOf(calls: readonly LiveCall[]): FirstScreen {
  return {
    firstRows: sorted(calls.map(rowOf), WORST_FIRST)
      .slice(0, FIRST_SCREEN_ROWS),
    totalCount: calls.length,
  };
}
