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
import {
  FigureTile,
  PlainTile,
} from "@/components/admin/overview/FigureTile.tsx";
import { LiveQuality } from "@/components/admin/overview/LiveQuality.tsx";
import { RouteRankings } from "@/components/admin/overview/RouteRankings.tsx";
import { pageTimers } from "@/lib/call/timers.ts";
import { formatUsd, headlineOf } from "@/lib/desk/figures.ts";
import { firstView, openLiveFeed } from "@/lib/desk/live_feed.ts";
import { livenessOf } from "@/lib/desk/live_stream.ts";
import { countByQuality, partAlerts } from "@/lib/desk/live_sums.ts";
import {
  openOverviewSource,
  type OverviewSource,
} from "@/lib/desk/overview_source.ts";
import {
  DESK_FIGURES,
  type DeskOverview,
} from "@/lib/monitoring/overview/desk.ts";
import { formatCount } from "@/lib/monitoring/overview/format.ts";

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
  const values = { ...now, ...live };
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
          alerts={partAlerts(alerts).ofSite}
          now={readAt}
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
            />
          ))}
          <PlainTile
            name="TURN cost"
            value={formatUsd(turnToday.neededUsd + turnToday.chosenUsd)}
            window="today"
            note={`${
              formatUsd(turnToday.chosenUsd)
            } of it asked for, to hide ` +
              "an address. Calls that ended since midnight, UTC."}
          />
          <PlainTile
            name="Open alerts"
            value={formatCount(openCount)}
            window="now"
            note={told.ofCallsCount === 0
              ? "None about single calls."
              : `${formatCount(told.ofCallsCount)} more about single calls.`}
          />
        </ul>
        <p class="soft tiles-note">
          Lines show the last three hours. Each figure is held against the same
          hour yesterday and last week; what this desk asks for is left out.
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
