import type { PageProps } from "fresh";
import { DeskHead } from "@/components/admin/DeskHead.tsx";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import HttpRoutes, { type HttpRoutesProps } from "@/islands/HttpRoutes.tsx";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";
import { routeViewIn } from "@/lib/desk/route_address.ts";
import { readQuery } from "@/lib/http/input.ts";
import {
  HISTORY_RANGES,
  historyQuerySchema,
  planHistory,
} from "@/lib/monitoring/history/history_query.ts";
import { readRoutes } from "@/lib/monitoring/history/read_routes.ts";

interface Data extends HttpRoutesProps {
  /** `live`, or a span of the past by name. */
  chosen: string;
}

/** Span that a route's page shows to who comes from the live table. */
const RANGE_BEHIND_LIVE = "24h";

/** Requests by route: the last five minutes live, or a span of the past. */
export const handler = deskRoute<Data>(async (ctx) => {
  const { httpMonitoring: { reader, rollUp }, now } = ctx.state.services;
  const { range } = readQuery(ctx.req, historyQuerySchema);
  const look = {
    spans: Object.keys(HISTORY_RANGES),
    firstView: routeViewIn(ctx.url.search),
  };
  if (range === undefined) {
    const { endpoints } = await reader.realtime();
    return {
      chosen: "live",
      isLive: true,
      endpoints,
      range: RANGE_BEHIND_LIVE,
      ...look,
    };
  }
  const { step, span } = planHistory({ range }, now());
  const { endpoints } = await readRoutes(rollUp, step, span);
  return { chosen: range, isLive: false, endpoints, range, ...look };
});

/** `24h` and `7d` as one would say them. */
function rangeText(name: string): string {
  if (name === "24h") return "24 hours";
  return name === "1y" ? "year" : name.replace("d", " days");
}

export default function HttpPage(
  { data: { chosen, ...table } }: PageProps<Data, State>,
) {
  return (
    <DeskPage
      title="HTTP"
      current="http"
      styles={["desk_forms.css", "desk_http.css"]}
    >
      <DeskHead title="HTTP" />
      <p class="soft desk-under-title">
        {chosen === "live"
          ? "The last five minutes, by route"
          : `The last ${rangeText(chosen)}, by route`}
      </p>
      <HttpRoutes key={chosen} {...table} />
    </DeskPage>
  );
}
