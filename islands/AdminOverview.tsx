/**
 * The desk's first page: counts and alerts by the live stream, the figures of
 * the last hour every ten seconds.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { AlertList } from "@/components/admin/AlertList.tsx";
import { DeskHead } from "@/components/admin/DeskHead.tsx";
import { FigureTile } from "@/components/admin/overview/FigureTile.tsx";
import { LiveQuality } from "@/components/admin/overview/LiveQuality.tsx";
import { RouteRankings } from "@/components/admin/overview/RouteRankings.tsx";
import { pageTimers } from "@/lib/call/timers.ts";
import { headlineOf } from "@/lib/desk/figures.ts";
import { firstView, openLiveFeed } from "@/lib/desk/live_feed.ts";
import { livenessOf } from "@/lib/desk/live_stream.ts";
import { countByQuality, partAlerts } from "@/lib/desk/live_sums.ts";
import {
  openOverviewSource,
  type OverviewSource,
} from "@/lib/desk/overview_source.ts";
import {
  DESK_FIGURES,
  type DeskFigure,
  type DeskOverview,
} from "@/lib/monitoring/overview/desk.ts";
import { formatCount, formatUsd } from "@/lib/monitoring/overview/format.ts";

/** What the page hands to its island. */
export interface AdminOverviewProps {
  /** The figures the server read. */
  initial: DeskOverview;
}

/** The overview. */
export default function AdminOverview({ initial }: AdminOverviewProps) {
  const overview = useSignal(initial);
  const view = useSignal(firstView(initial.readAt));
  const problem = useSignal<string | null>(null);
  const hasOwn = useSignal(false);
  const source = useRef<OverviewSource | null>(null);

  useEffect(() => {
    const timers = pageTimers();
    const page = {
      fetch: (input: RequestInfo | URL, init?: RequestInit) =>
        fetch(input, init),
      timers,
    };
    const closeFeed = openLiveFeed({
      ...page,
      random: Math.random,
      onView: (next) => void (view.value = next),
    });
    source.current = openOverviewSource({
      ...page,
      isHidden: () => document.hidden,
      onRead(next) {
        if (next !== null) overview.value = next;
        problem.value = next === null ? "The figures could not be read" : null;
      },
    });
    return () => {
      closeFeed();
      source.current?.close();
    };
  }, []);

  async function acknowledge(id: string) {
    const isDone = await fetch("/api/monitoring/alerts", {
      method: "POST",
      body: JSON.stringify({ id, action: "acknowledge" }),
    }).then(({ ok }) => ok, () => false);
    await source.current?.refresh();
    if (!isDone) problem.value = "The alert could not be acknowledged";
  }

  const { isComplete, phase, ageMs, state } = view.value;
  const { now, alerts, status, turnToday, readAt } = overview.value;
  const live = state.counts ?? overview.value.live;
  const told = partAlerts(isComplete ? state.alerts.values() : alerts);
  const openCount = told.ofSite.length;
  const values = { ...now, ...live, openAlertCount: openCount };
  const notes: Partial<Record<DeskFigure, string>> = {
    turnCostUsd: `${formatUsd(turnToday.chosenUsd)} chosen`,
    // Only the stream knows all of them: the server's list is cut.
    ...(isComplete && told.ofCallsCount > 0 && {
      openAlertCount: `+ ${formatCount(told.ofCallsCount)} on calls`,
    }),
  };
  const warning = problem.value ?? (status.warnings.join(", ") || null);
  return (
    <>
      <DeskHead
        title={headlineOf({ callCount: live.callCount, openCount })}
        freshness={{ liveness: livenessOf(phase, ageMs), ageMs }}
      />
      <p class="overview-warning" role="status">{warning}</p>
      <section class="attention" aria-label="Open alerts" aria-live="polite">
        <AlertList
          alerts={told.ofSite}
          now={Math.max(readAt, view.value.serverNow)}
          onAcknowledge={acknowledge}
        />
      </section>
      <section aria-label="The site now">
        <ul class="tiles">
          {DESK_FIGURES.map((figure) => (
            <FigureTile
              key={figure}
              figure={figure}
              value={values[figure]}
              overview={overview.value}
              note={notes[figure]}
            />
          ))}
        </ul>
        <p class="soft tiles-note">
          Lines show the last three hours. Each figure is held against the same
          hour yesterday and last week; what this desk asks for is left out.
          Relaying counts from midnight, UTC, by calls that are over: chosen is
          what hides an address, all else had no direct path.
        </p>
      </section>
      <LiveQuality counts={countByQuality(state.calls.values())} />
      <RouteRankings
        realtime={overview.value.realtime}
        hasOwn={hasOwn.value}
        onOwn={(next) => void (hasOwn.value = next)}
      />
    </>
  );
}
