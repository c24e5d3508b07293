/**
 * The table of routes, ordered and searched in the page; the last five minutes
 * of it are live.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useAddressChoice } from "@/components/admin/address_choice.ts";
import { useIsAlive } from "@/components/admin/is_alive.ts";
import { Freshness, type Liveness } from "@/components/admin/Freshness.tsx";
import { Segments } from "@/components/admin/Segments.tsx";
import { RouteTable } from "@/components/admin/RouteTable.tsx";
import { EmptyState } from "@/components/admin/States.tsx";
import { repeat } from "@/lib/call/repeat.ts";
import { pageTimers } from "@/lib/call/timers.ts";
import { routeQueryOf, routeViewIn } from "@/lib/desk/route_address.ts";
import {
  isOwn,
  type RouteColumn,
  routeRows,
  type RouteView,
  sumRoutes,
  viewOrderedBy,
} from "@/lib/desk/route_table.ts";
import { formatCount } from "@/lib/monitoring/overview/format.ts";
import type {
  EndpointReport,
  RealtimeReport,
} from "@/lib/monitoring/overview/http_report.ts";
import { OVERVIEW_PATHS } from "@/lib/monitoring/overview/overview.ts";

/** What the page hands to its island. */
export interface HttpRoutesProps {
  /** The routes as the server read them. */
  endpoints: readonly EndpointReport[];
  /** Whether they are those of the last five minutes, and kept up to date. */
  isLive: boolean;
  /** Span that a route's own page shows, such as `7d`. */
  range: string;
  /** Spans that can be chosen, by name. */
  spans: readonly string[];
  /** How the address says that the table is looked at. */
  firstView: RouteView;
}

const RHYTHM = { firstMs: 2_000, everyMs: 2_000 };

/** The table and what is chosen of it. */
export default function HttpRoutes(
  { endpoints, isLive, range, spans, firstView }: HttpRoutesProps,
) {
  const shown = useSignal(endpoints);
  const isAlive = useIsAlive();
  const write = (view: RouteView) => routeQueryOf(view, isLive ? null : range);
  const [view, look] = useAddressChoice(
    { read: routeViewIn, write },
    firstView,
  );
  const news = useNews(isLive, (report) => shown.value = report.endpoints);

  const orderedBy = (column: RouteColumn) => viewOrderedBy(view.value, column);
  const rows = routeRows(shown.value, view.value);
  const ownCount = shown.value.filter(isOwn)
    .reduce((sum, { totalRequests }) => sum + totalRequests, 0);
  return (
    <>
      <Spans
        names={spans}
        chosen={isLive ? null : range}
        view={view.value}
      />
      <section class="panel">
        <div class="desk-form panel-head">
          <input
            type="search"
            class="desk-field"
            disabled={!isAlive.value}
            placeholder="Part of a route"
            aria-label="Search routes"
            value={view.value.search}
            onInput={({ currentTarget: { value: search } }) =>
              look({ ...view.value, search }, { isTyped: true })}
          />
          <label class="desk-check">
            <input
              type="checkbox"
              disabled={!isAlive.value}
              checked={view.value.hasOwn}
              onChange={({ currentTarget: { checked: hasOwn } }) =>
                look({ ...view.value, hasOwn })}
            />
            <span>
              {`with the dashboard's own ${formatCount(ownCount)} requests`}
            </span>
          </label>
          {isLive && <Freshness {...news.value} />}
        </div>
        {rows.length === 0
          ? <EmptyState title="No request to show" />
          : (
            <RouteTable
              rows={rows}
              sums={sumRoutes(rows)}
              orderBy={view.value.orderBy}
              isReversed={view.value.isReversed}
              onOrder={(column) => look(orderedBy(column))}
              hrefOfOrder={(column) => `/admin/http${write(orderedBy(column))}`}
              hrefOf={({ method, endpoint: route }) =>
                `/admin/http/route?${new URLSearchParams({
                  method,
                  route,
                  range,
                })}`}
            />
          )}
      </section>
    </>
  );
}

/** The spans; the table is looked at in the same way in each. */
function Spans({ names, chosen, view }: {
  names: readonly string[];
  chosen: string | null;
  view: RouteView;
}) {
  const segments = [null, ...names].map((name) => ({
    name: name ?? "live",
    href: `/admin/http${routeQueryOf(view, name)}`,
    isChosen: name === chosen,
  }));
  return (
    <div class="desk-choices">
      <Segments label="Span of time" segments={segments} />
    </div>
  );
}

/** Asks every two seconds while the page is looked at. */
function useNews(isLive: boolean, onNews: (report: RealtimeReport) => void) {
  const news = useSignal<{ liveness: Liveness; ageMs: number | null }>({
    liveness: "connecting",
    ageMs: null,
  });
  useEffect(() => {
    if (!isLive) return;
    let heardAt = Date.now();
    return repeat(pageTimers(), RHYTHM, async (signal) => {
      if (document.hidden) return;
      try {
        const response = await fetch(OVERVIEW_PATHS.realtime, { signal });
        // The session is over: the page itself asks for the password again.
        if (response.status === 401) return location.reload();
        if (!response.ok) throw new Error(`status ${response.status}`);
        const report = await response.json();
        if (signal.aborted) return;
        onNews(report);
        heardAt = Date.now();
        news.value = { liveness: "live", ageMs: 0 };
      } catch {
        if (signal.aborted) return;
        const ageMs = Date.now() - heardAt;
        news.value = { liveness: "reconnecting", ageMs };
      }
    });
  }, []);
  return news;
}
