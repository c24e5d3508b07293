/**
 * Finds the series of a request in a table that cannot grow without end.
 *
 * @module
 */

import { HttpCounters } from "./counters.ts";
import type { SeriesLabels } from "./series.ts";
import { STATUS_CLASSES } from "@/lib/monitoring/overview/http_report.ts";

/** Label of URLs that the router does not know, whatever they are. */
export const UNMATCHED_ROUTE = "__unmatched__";
/** Label of files that a middleware served without a route. */
export const STATIC_ROUTE = "__static__";
/** Label of everything that came after the table was full. */
const OVERFLOW_ROUTE = "__overflow__";
/** Label of methods that nobody should be sending. */
const OTHER_METHOD = "_OTHER";

/** Series a process keeps apart, so that no client can fill its memory. */
const MAX_SERIES = 1000;

const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  OTHER_METHOD,
] as const;
const METHOD_INDEX = new Map<string, number>(METHODS.map((m, i) => [m, i]));
const OTHER_INDEX = METHODS.length - 1;

/** One series of this process. */
export interface HttpSeries {
  /** Place in the table, from 0. */
  readonly index: number;
  /** Which series this is. */
  readonly labels: SeriesLabels;
  /** Counters since the start, one for each exact status. */
  readonly counters: HttpCounters[];
}

/** What decides the series of a request. */
export interface RequestLabels {
  /** Route pattern, or one of the `__names__`; never a path. */
  route: string;
  /** Method as it came in. */
  method: string;
  /** Exact status of the response. */
  status: number;
}

/** The series of one process, at most {@link MAX_SERIES} and the overflow. */
export class SeriesTable {
  readonly #maxSeries: number;
  readonly #byRoute = new Map<string, (HttpSeries | undefined)[]>();
  readonly #all: HttpSeries[] = [];
  #isFull = false;

  /** Keeps `maxSeries` series apart, {@link MAX_SERIES} by default. */
  constructor(maxSeries: number = MAX_SERIES) {
    this.#maxSeries = maxSeries;
  }

  /** Every series, in the order they were first seen. */
  get all(): readonly HttpSeries[] {
    return this.#all;
  }

  /** Whether requests now go to the overflow series. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Finds the series of a request, or makes it. */
  find({ route, method, status }: RequestLabels): HttpSeries {
    const slot = (METHOD_INDEX.get(method) ?? OTHER_INDEX) *
        STATUS_CLASSES.length + classIndexOf(status);
    return this.#byRoute.get(route)?.[slot] ?? this.#add(route, slot);
  }

  #add(route: string, slot: number): HttpSeries {
    if (this.#all.length >= this.#maxSeries && route !== OVERFLOW_ROUTE) {
      this.#isFull = true;
      // Only the status class is kept of what overflows: errors stay visible.
      const classIndex = slot % STATUS_CLASSES.length;
      const other = OTHER_INDEX * STATUS_CLASSES.length + classIndex;
      return this.#byRoute.get(OVERFLOW_ROUTE)?.[other] ??
        this.#add(OVERFLOW_ROUTE, other);
    }
    const series: HttpSeries = {
      index: this.#all.length,
      labels: {
        route,
        method: METHODS[Math.floor(slot / STATUS_CLASSES.length)]!,
        statusClass: STATUS_CLASSES[slot % STATUS_CLASSES.length]!,
      },
      counters: [],
    };
    this.#all.push(series);
    const slots = this.#byRoute.get(route) ?? [];
    slots[slot] = series;
    this.#byRoute.set(route, slots);
    return series;
  }
}

/** Finds the counters of an exact status, or makes them. */
export function countersOf(series: HttpSeries, status: number): HttpCounters {
  const { counters } = series;
  for (let i = 0; i < counters.length; i++) {
    if (counters[i]!.status === status) return counters[i]!;
  }
  const made = new HttpCounters(status);
  counters.push(made);
  return made;
}

function classIndexOf(status: number): number {
  const index = Math.floor(status / 100) - 1;
  return index >= 0 && index < STATUS_CLASSES.length ? index : 4;
}
