/**
 * The list of calls under way, kept up to date by the live stream.
 *
 * @module
 */

import { useComputed, useSignal } from "@preact/signals";
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
  countriesOf,
  NO_FILTER,
  passes,
  sortAfterClick,
  sorted,
  type SortKey,
  WORST_FIRST,
} from "@/lib/desk/call_choice.ts";
import type { FirstScreen } from "@/lib/desk/first_screen.ts";
import { rowOf } from "@/lib/desk/call_rows.ts";
import { firstView, openLiveFeed } from "@/lib/desk/live_feed.ts";
import { livenessOf } from "@/lib/desk/live_stream.ts";
import { formatCount } from "@/lib/monitoring/overview/format.ts";

/** What the page hands to its island. */
export interface LiveCallsProps extends FirstScreen {
  /** When the server read them, Unix milliseconds. */
  readAt: number;
}

/** The list, its filters, and how fresh it is. */
export default function LiveCalls(
  { firstRows, totalCount, readAt }: LiveCallsProps,
) {
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

  const known = useComputed(() => view.value.state);
  const all = useComputed(() =>
    view.value.isComplete
      ? Array.from(known.value.calls.values(), rowOf)
      : firstRows
  );
  const rows = useComputed(() =>
    sorted(all.value.filter((row) => passes(row, filter.value)), sort.value)
  );
  const countries = useComputed(() => countriesOf(all.value));

  const { phase, ageMs, isComplete, serverNow, unreadableCount } = view.value;
  const count = isComplete ? all.value.length : totalCount;
  const onSort = (key: SortKey) =>
    void (sort.value = sortAfterClick(sort.value, key));
  return (
    <div class="live-calls">
      <DeskHead
        title={titleOf(count)}
        freshness={{ liveness: livenessOf(phase, ageMs), ageMs }}
      />
      <CallFilters
        filter={filter.value}
        sort={sort.value}
        countries={countries.value}
        onFilter={(change) =>
          void (filter.value = { ...filter.value, ...change })}
        onSort={onSort}
      />
      {phase === "refused" && (
        <ErrorState title="You are signed out">
          <a href="/admin?to=/admin/calls">Sign in again</a>
        </ErrorState>
      )}
      {unreadableCount > 0 && (
        <p class="soft" role="status">
          {`${unreadableCount} events could not be read: reload the page.`}
        </p>
      )}
      {rows.value.length > 0
        ? (
          <CallList
            rows={rows.value}
            sort={sort.value}
            choice={JSON.stringify([filter.value, sort.value])}
            now={Math.floor(serverNow / 1_000) * 1_000}
            onSort={onSort}
          />
        )
        : <Nothing isComplete={isComplete} isFiltered={count > 0} />}
    </div>
  );
}

function titleOf(count: number): string {
  if (count === 0) return "No calls";
  return `${formatCount(count)} live ${count === 1 ? "call" : "calls"}`;
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
