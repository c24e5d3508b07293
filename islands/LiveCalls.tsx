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
import { useEffect, useLayoutEffect } from "preact/hooks";
import { useAddressChoice } from "@/components/admin/address_choice.ts";
import { CallFilters } from "@/components/admin/calls/CallFilters.tsx";
import { removeFirstCalls } from "@/components/admin/calls/FirstCalls.tsx";
import { DeskHead } from "@/components/admin/DeskHead.tsx";
import {
  EmptyState,
  ErrorState,
  LoadingState,
} from "@/components/admin/States.tsx";
import CallList from "./CallList.tsx";
import VisitorSearch from "./VisitorSearch.tsx";
import { pageTimers } from "@/lib/call/timers.ts";
import { type CallChoice, choiceIn, queryOf } from "@/lib/desk/call_address.ts";
import {
  type CallFilter,
  countriesOf,
  passes,
  sortAfterClick,
  sorted,
  type SortKey,
} from "@/lib/desk/call_choice.ts";
import type { FirstScreen } from "@/lib/desk/first_screen.ts";
import { type CallRow, rowOf } from "@/lib/desk/call_rows.ts";
import {
  firstView,
  type LiveView,
  openLiveFeed,
} from "@/lib/desk/live_feed.ts";
import { livenessOf } from "@/lib/desk/live_stream.ts";
import { withoutVisitor } from "@/lib/desk/visitor_call.ts";
import { formatCount } from "@/lib/monitoring/overview/format.ts";

/** What the page hands to its island: of the rows only whether there are any. */
export interface LiveCallsProps
  extends Pick<FirstScreen, "totalCount" | "countries"> {
  /** What is chosen by the address. */
  choice: CallChoice;
  /** Whether the page shows rows of the server under the island. */
  hasFirstRows: boolean;
  /** When the server read them, Unix milliseconds. */
  readAt: number;
}

/** What the parts of the page read. */
interface Desk {
  view: ReadonlySignal<LiveView>;
  choice: Readonly<Signal<CallChoice>>;
  hasFirstRows: boolean;
  /** The calls that are shown, in order. */
  rows: ReadonlySignal<readonly CallRow[]>;
  /** How many there are. */
  count: ReadonlySignal<number>;
  /** Their countries, joined by commas: news seldom changes them. */
  countries: ReadonlySignal<string>;
  /** The server's time to the second, Unix milliseconds. */
  now: ReadonlySignal<number>;
  onFilter: (change: Partial<CallFilter>) => void;
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

function useDesk(props: LiveCallsProps): Desk {
  const view = useSignal(firstView(props.readAt));
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
  const all = useComputed(() => Array.from(calls.value.values(), rowOf));
  const [choice, choose] = useAddressChoice({
    read: choiceIn,
    write: (choice) => queryOf(withoutVisitor(choice, all.value)),
  }, props.choice);
  return {
    view,
    choice,
    hasFirstRows: props.hasFirstRows,
    rows: useComputed(() => {
      const { filter, sort } = choice.value;
      return sorted(all.value.filter((row) => passes(row, filter)), sort);
    }),
    count: useComputed(() =>
      isComplete.value ? all.value.length : props.totalCount
    ),
    countries: useComputed(() =>
      (isComplete.value ? countriesOf(all.value) : props.countries).join()
    ),
    now: useComputed(() => Math.floor(view.value.serverNow / 1_000) * 1_000),
    onFilter(change) {
      const filter = { ...choice.value.filter, ...change };
      choose({ ...choice.value, filter }, { isTyped: "text" in change });
    },
    onSort(key) {
      const sort = sortAfterClick(choice.value.sort, key);
      choose({ ...choice.value, sort });
    },
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

function Filters({ choice, countries, onFilter, onSort }: Desk) {
  return (
    <CallFilters
      {...choice.value}
      countries={countries.value === "" ? [] : countries.value.split(",")}
      onFilter={onFilter}
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

function Rows(desk: Desk) {
  const { view, choice, hasFirstRows, rows, count, now, onSort } = desk;
  const isComplete = useComputed(() => view.value.isComplete).value;
  useLayoutEffect(() => {
    if (isComplete) removeFirstCalls();
  }, [isComplete]);
  // As high as the living list has it, so that its rows take the same places.
  if (!isComplete && hasFirstRows) return <p class="call-held" />;
  if (rows.value.length === 0) {
    return <Nothing {...desk} isComplete={isComplete} />;
  }
  return (
    <CallList
      rows={rows.value}
      allCount={count.value}
      choice={choice.value}
      now={now}
      onSort={onSort}
    />
  );
}

function Nothing(
  { isComplete, choice, count }: Desk & { isComplete: boolean },
) {
  if (!isComplete) return <LoadingState title="Reading the calls" />;
  if (count.value > 0) {
    const { text } = choice.value.filter;
    return <VisitorSearch key={text} text={text} />;
  }
  return (
    <EmptyState title="Nobody is in a call">
      A call is listed as soon as one of its members tells of it.
    </EmptyState>
  );
}
