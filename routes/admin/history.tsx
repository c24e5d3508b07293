import type { PageProps } from "fresh";
import { z } from "zod";
import { DeskHead } from "@/components/admin/DeskHead.tsx";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import {
  HistoryForm,
  type HistoryFormProps,
} from "@/components/admin/HistoryForm.tsx";
import { HistoryTable } from "@/components/admin/HistoryTable.tsx";
import { HistoryTotals } from "@/components/admin/HistoryTotals.tsx";
import { EmptyState } from "@/components/admin/States.tsx";
import LocalTimes from "@/islands/LocalTimes.tsx";
import LineChart from "@/islands/LineChart.tsx";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";
import type { LineChartData } from "@/lib/desk/chart_lines.ts";
import { historyCharts } from "@/lib/desk/history_charts.ts";
import { readQuery } from "@/lib/http/input.ts";
import {
  HISTORY_RANGES,
  historyQuerySchema,
  planHistory,
} from "@/lib/monitoring/history/history_query.ts";
import { loadHistory } from "@/lib/monitoring/history/load_history.ts";
import type { History } from "@/lib/monitoring/overview/history.ts";

interface Data {
  history: History;
  charts: LineChartData[];
  form: HistoryFormProps;
}

const ownSchema = z.object({ own: z.enum(["1", ""]).optional() });

/** Any part of the past year, by the hour or by the day. */
export const handler = deskRoute<Data>(async (ctx) => {
  const { httpMonitoring, rtcRollUp, settings, now } = ctx.state.services;
  const query = readQuery(ctx.req, historyQuerySchema);
  const hasOwn = readQuery(ctx.req, ownSchema).own === "1";
  const plan = planHistory(query, now());
  const history = await loadHistory({
    httpRollUp: httpMonitoring.rollUp,
    rtcRollUp,
    now: now(),
    hasOwn,
    price: await settings.turnPrice.values(),
  }, plan);
  const hasDays = query.from !== undefined || query.to !== undefined;
  return {
    history,
    charts: historyCharts(history),
    form: {
      ranges: HISTORY_RANGES,
      range: hasDays ? undefined : query.range ?? "7d",
      from: dayText(plan.span.fromMs),
      to: dayText(plan.span.toMs - 1),
      step: plan.step,
      against: ctx.url.searchParams.get("against") ?? "",
      hasOwn,
    },
  };
});

function dayText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

export default function HistoryPage(
  { data: { history, charts, form } }: PageProps<Data, State>,
) {
  return (
    <DeskPage
      title="History"
      current="history"
      styles={["desk_chart.css", "desk_forms.css", "desk_history.css"]}
    >
      <DeskHead title="History" />
      <p class="soft desk-under-title">
        {`${form.from} to ${form.to}, by the ${form.step}, days in UTC`}
      </p>
      <HistoryForm {...form} />
      {charts.length === 0
        ? (
          <EmptyState title="Nothing was counted then">
            Choose another span. Hours are kept for 90 days, days for two years.
          </EmptyState>
        )
        : (
          <>
            <HistoryTotals history={history} />
            <div class="desk-charts">
              {charts.map((chart) => (
                <section key={chart.title} class="panel">
                  <LineChart data={chart} />
                </section>
              ))}
            </div>
            <HistoryTable history={history} />
          </>
        )}
      <LocalTimes />
    </DeskPage>
  );
}
