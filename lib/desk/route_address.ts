/**
 * How the table of routes is looked at, as the query of its address.
 *
 * @module
 */

import * as z from "zod/mini";
import { orElse } from "@/lib/protocol/or_else.ts";
import { FIRST_VIEW, ROUTE_COLUMNS, type RouteView } from "./route_table.ts";

/** Longest part of a route to search for that an address may hold, characters. */
const MAX_SEARCH = 64;

/** A value that is none of ours counts as not given. */
const query = z.object({
  search: orElse(z.string().check(z.maxLength(MAX_SEARCH)), ""),
  sort: orElse(z.enum(ROUTE_COLUMNS), FIRST_VIEW.orderBy),
  order: orElse(z.enum(["reversed", ""]), ""),
  own: orElse(z.enum(["1", ""]), ""),
});

/**
 * Reads a view.
 *
 * @param address Query of an address, with or without its `?`.
 */
export function routeViewIn(address: string): RouteView {
  const { search, sort, order, own } = query.parse(
    Object.fromEntries(new URLSearchParams(address)),
  );
  return {
    search,
    orderBy: sort,
    isReversed: order === "reversed",
    hasOwn: own === "1",
  };
}

/**
 * Writes a view; only what differs from the first.
 *
 * @param range Span that the page shows, such as `7d`; `null`: it is live.
 * @returns A query with its `?`; empty for the first view of the live table.
 */
export function routeQueryOf(view: RouteView, range: string | null): string {
  const { search, orderBy, isReversed, hasOwn } = view;
  const params = new URLSearchParams();
  if (range !== null) params.set("range", range);
  if (search.trim() !== "") params.set("search", search.trim());
  if (orderBy !== FIRST_VIEW.orderBy) params.set("sort", orderBy);
  if (isReversed) params.set("order", "reversed");
  if (hasOwn) params.set("own", "1");
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}
