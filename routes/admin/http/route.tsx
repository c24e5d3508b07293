import type { PageProps } from "fresh";
import { z } from "zod";
import { DeskHead } from "@/components/admin/DeskHead.tsx";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import { RouteTotals } from "@/components/admin/RouteTotals.tsx";
import { Segments } from "@/components/admin/Segments.tsx";
import { EmptyState } from "@/components/admin/States.tsx";
import LineChart from "@/islands/LineChart.tsx";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";
import { routeCharts } from "@/lib/desk/route_charts.ts";
import { readQuery } from "@/lib/http/input.ts";
import {
  HISTORY_RANGES,
  historyQuerySchema,
  planHistory,
} from "@/lib/monitoring/history/history_query.ts";
import { readRoute } from "@/lib/monitoring/history/read_routes.ts";
import { nameOfRoute } from "@/lib/monitoring/overview/overview.ts";
import type { RouteHistory } from "@/lib/monitoring/overview/route_history.ts";

/** Patterns of our own router; longer names are nobody's. */
const nameSchema = z.object({
  method: z.string().min(1).max(16),
  route: z.string().min(1).max(200),
});

interface Data {
  range: string;
  history: RouteHistory;
}

/** One route through time. */
export const handler = deskRoute<Data>(async (ctx) => {
  const { httpMonitoring: { rollUp }, now } = ctx.state.services;
  const name = readQuery(ctx.req, nameSchema);
  const { range = "24h" } = readQuery(ctx.req, historyQuerySchema);
  const { step, span } = planHistory({ range }, now());
  const question = { name, step, span, now: now() };
  return { range, history: await readRoute(rollUp, question) };
});

export default function RoutePage(
  { data: { range, history } }: PageProps<Data, State>,
) {
  const { name: { method, route }, total } = history;
  const title = `${method} ${nameOfRoute(route)}`;
  const segments = Object.keys(HISTORY_RANGES).map((name) => ({
    name,
    href: `/admin/http/route?${new URLSearchParams({
      method,
      route,
      range: name,
    })}`,
    isChosen: name === range,
  }));
  return (
    <DeskPage
      title={title}
      current="http"
      styles={["desk_chart.css", "desk_forms.css", "desk_http.css"]}
    >
      <p class="desk-back">
        <a href="/admin/http">All routes</a>
      </p>
      <DeskHead title={title} />
      <div class="desk-choices">
        <Segments label="Span of time" segments={segments} />
      </div>
      {total === null
        ? (
          <EmptyState title="No request in this span">
            Choose a longer one, or look at what is asked for now.
          </EmptyState>
        )
        : (
          <>
            <RouteTotals total={total} />
            <div class="desk-charts">
              {routeCharts(history).map((chart) => (
                <section key={chart.title} class="panel">
                  <LineChart data={chart} />
                </section>
              ))}
            </div>
          </>
        )}
    </DeskPage>
  );
}
