/**
 * What is chosen of the list of calls as the query of its address, so that a
 * list can be sent to somebody, loaded anew and gone back to.
 *
 * @module
 */

import * as z from "zod/mini";
import { QUALITY_LEVELS } from "@/lib/protocol/call_stats.ts";
import { orElse } from "@/lib/protocol/or_else.ts";
import {
  type CallFilter,
  type CallSort,
  NO_FILTER,
  SORT_KEYS,
  WORST_FIRST,
} from "./call_choice.ts";

/** What is chosen of the list. */
export interface CallChoice {
  /** Which calls are shown. */
  readonly filter: CallFilter;
  /** In which order. */
  readonly sort: CallSort;
}

/** All calls, the worst first. */
export const FIRST_CHOICE: CallChoice = {
  filter: NO_FILTER,
  sort: WORST_FIRST,
};

/** Longest text to search for that an address may hold, characters. */
const MAX_TEXT = 64;

/**
 * A value that is none of ours counts as not given: the address may be one of
 * an older site, or cut off by a mail program.
 */
const query = z.object({
  text: orElse(z.string().check(z.maxLength(MAX_TEXT)), ""),
  quality: orElse(z.enum([...QUALITY_LEVELS, ""]), ""),
  relay: orElse(z.enum(["relayed", "direct", ""]), ""),
  country: orElse(z.string().check(z.regex(/^([A-Z]{2})?$/)), ""),
  alert: orElse(z.enum(["open", "none", ""]), ""),
  sort: orElse(z.enum(SORT_KEYS), WORST_FIRST.key),
  order: orElse(z.enum(["asc", "desc"]), "desc"),
});

/**
 * Reads a choice.
 *
 * @param search Query of an address, with or without its `?`.
 */
export function choiceIn(search: string): CallChoice {
  const { sort, order, ...filter } = query.parse(
    Object.fromEntries(new URLSearchParams(search)),
  );
  return { filter, sort: { key: sort, isDescending: order === "desc" } };
}

/** Address of the list with this choice. */
export function callsAddress(choice: CallChoice): string {
  return `/admin/calls${queryOf(choice)}`;
}

/**
 * Writes a choice; only what differs from all calls, the worst first.
 *
 * @returns A query with its `?`; empty for the first choice.
 */
export function queryOf({ filter, sort }: CallChoice): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value.trim() !== "") params.set(name, value.trim());
  }
  if (sort.key !== WORST_FIRST.key) params.set("sort", sort.key);
  if (!sort.isDescending) params.set("order", "asc");
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
