/**
 * The list of calls under way, kept up to date by the live stream.
 *
 * Each part of the page reads the signals that it shows, and is drawn anew when
 * one of them changes: news comes four times a second, and most of the page has
 * nothing to do with it.
 *
 * @module
 */

import {
  type ReadonlySignal,
  type Signal,
  useComputed,
  useSignal,
} from "@preact/signals";
import { useEffect } from "preact/hooks";
import { CallFilters } from "@/components/admin/calls/CallFilters.tsx";
import { DeskHead } from "@/components/admin/DeskHead.tsx";
import {
  EmptyState,
  ErrorState,
  LoadingState,
} from "@/components/admin/States.tsx";
import CallList from "./CallList.tsx";
import { pageTimers } from "@/lib/call/timers.ts";
import {
  type CallFilter,
  type CallSort,
  countriesOf,
  NO_FILTER,
  passes,
  sortAfterClick,
  sorted,
  type SortKey,
  WORST_FIRST,
} from "@/lib/desk/call_choice.ts";
import type { FirstScreen } from "@/lib/desk/first_screen.ts";
import { type CallRow, rowOf } from "@/lib/desk/call_rows.ts";
import {
  firstView,
  type LiveView,
  openLiveFeed,
} from "@/lib/desk/live_feed.ts";
import { livenessOf } from "@/lib/desk/live_stream.ts";
import { formatCount } from "@/lib/monitoring/overview/format.ts";

/** What the page hands to its island. */
export interface LiveCallsProps extends FirstScreen {
  /** When the server read them, Unix milliseconds. */
  readAt: number;
}

/** What the parts of the page read. */
interface Desk {
  view: ReadonlySignal<LiveView>;
  filter: Signal<CallFilter>;
  sort: Signal<CallSort>;
  /** The calls that are shown, in order. */
  rows: ReadonlySignal<readonly CallRow[]>;
  /** How many there are. */
  count: ReadonlySignal<number>;
  /** Their countries, joined by commas: news seldom changes them. */
  countries: ReadonlySignal<string>;
  /** The server's time to the second, Unix milliseconds. */
  now: ReadonlySignal<number>;
  onSort: (key: SortKey) => void;
}

/** The list, its filters, and how fresh it is. */
export default function LiveCalls(props: LiveCallsProps) {
  const desk = useDesk(props);
  return (
    <div class="live-calls">
      <Head {...desk} />
      <Filters {...desk} />
      <Trouble {...desk} />
      <Rows {...desk} />
    </div>
  );
}

function useDesk({ firstRows, totalCount, readAt }: LiveCallsProps): Desk {
  const view = useSignal(firstView(readAt));
  const filter = useSignal(NO_FILTER);
  const sort = useSignal(WORST_FIRST);
  useEffect(() =>
    openLiveFeed({
      fetch: (input, init) => fetch(input, init),
      timers: pageTimers(),
      random: Math.random,
      onView: (next) => void (view.value = next),
    }), []);
  // News that is only about time leaves these as they are.
  const calls = useComputed(() => view.value.state.calls);
  const isComplete = useComputed(() => view.value.isComplete);
  const all = useComputed(() =>
    isComplete.value ? Array.from(calls.value.values(), rowOf) : firstRows
  );
  return {
    view,
    filter,
    sort,
    rows: useComputed(() =>
      sorted(all.value.filter((row) => passes(row, filter.value)), sort.value)
    ),
    count: useComputed(() => isComplete.value ? all.value.length : totalCount),
    countries: useComputed(() => countriesOf(all.value).join()),
    now: useComputed(() => Math.floor(view.value.serverNow / 1_000) * 1_000),
    onSort: (key) => void (sort.value = sortAfterClick(sort.value, key)),
  };
}

function Head({ view, count }: Desk) {
  const { phase, ageMs } = view.value;
  return (
    <DeskHead
      title={titleOf(count.value)}
      freshness={{ liveness: livenessOf(phase, ageMs), ageMs }}
    />
  );
}

function titleOf(count: number): string {
  if (count === 0) return "No calls";
  return `${formatCount(count)} live ${count === 1 ? "call" : "calls"}`;
}

function Filters({ filter, sort, countries, onSort }: Desk) {
  return (
    <CallFilters
      filter={filter.value}
      sort={sort.value}
      countries={countries.value === "" ? [] : countries.value.split(",")}
      onFilter={(change) =>
        void (filter.value = { ...filter.value, ...change })}
      onSort={onSort}
    />
  );
}

function Trouble({ view }: Desk) {
  const phase = useComputed(() => view.value.phase);
  const unreadableCount = useComputed(() => view.value.unreadableCount);
  return (
    <>
      {phase.value === "refused" && (
        <ErrorState title="You are signed out">
          <a href="/admin?to=/admin/calls">Sign in again</a>
        </ErrorState>
      )}
      {unreadableCount.value > 0 && (
        <p class="soft" role="status">
          {`Events that could not be read: ${unreadableCount.value}. Reload the page.`}
        </p>
      )}
    </>
  );
}

function Rows({ view, filter, sort, rows, count, now, onSort }: Desk) {
  const isComplete = useComputed(() => view.value.isComplete);
  if (rows.value.length === 0) {
    return (
      <Nothing isComplete={isComplete.value} isFiltered={count.value > 0} />
    );
  }
  return (
    <CallList
      rows={rows.value}
      allCount={isComplete.value ? count.value : null}
      sort={sort.value}
      choice={JSON.stringify([filter.value, sort.value])}
      now={now}
      onSort={onSort}
    />
  );
}

function Nothing(
  { isComplete, isFiltered }: { isComplete: boolean; isFiltered: boolean },
) {
  if (!isComplete) return <LoadingState title="Reading the calls" />;
  return isFiltered
    ? (
      <EmptyState title="No call fits">
        Look for less, or for another id.
      </EmptyState>
    )
    : (
      <EmptyState title="Nobody is in a call">
        A call is listed as soon as one of its members tells of it.
      </EmptyState>
    );
}
