import { page, type PageProps, type PageResponse } from "fresh";
import { z } from "zod";
import { AlertFilter } from "@/components/admin/AlertFilter.tsx";
import { AlertTable } from "@/components/admin/AlertTable.tsx";
import { DeskHead } from "@/components/admin/DeskHead.tsx";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import { EmptyState } from "@/components/admin/States.tsx";
import LocalTimes from "@/islands/LocalTimes.tsx";
import { apiRoute } from "@/lib/app/api_route.ts";
import type { State } from "@/lib/app/define.ts";
import { PRIVATE_HEADERS } from "@/lib/app/desk_route.ts";
import { noteAdmin } from "@/lib/app/identify_admin.ts";
import { readForm, readQuery } from "@/lib/http/input.ts";
import { acknowledgeAlert } from "@/lib/monitoring/alerts/alert_store.ts";
import {
  type AlertQuery,
  alertQuerySchema,
  findAlerts,
  type FoundAlerts,
} from "@/lib/monitoring/alerts/find_alerts.ts";
import { formatCount } from "@/lib/monitoring/overview/format.ts";
import { ALERT_KINDS } from "@/lib/monitoring/alerts/rules.ts";
import { ApiError } from "@/lib/protocol/errors.ts";

/** Closed alerts on one page. */
const PAGE_ROWS = 50;
const LIMIT_BYTES = 1024;

const idSchema = z.string().min(1).max(64);

interface Data {
  found: FoundAlerts;
  query: AlertQuery;
  /** This page with what is chosen, for forms and links. */
  here: string;
  now: number;
}

/** Alerts, open and past; taking note of one. */
export const handler = apiRoute<PageResponse<Data> | Response>({
  async GET(ctx) {
    const { store, now } = ctx.state.services;
    const query = readQuery(ctx.req, alertQuerySchema);
    const options = { now: now(), limit: PAGE_ROWS };
    const found = await findAlerts(store, query, options);
    const here = `/admin/alerts${ctx.url.search}`;
    return page({ found, query, here, now: now() }, {
      headers: PRIVATE_HEADERS,
    });
  },
  async POST(ctx) {
    const { store, now } = ctx.state.services;
    const form = await readForm(ctx.req, { limitBytes: LIMIT_BYTES });
    const id = idSchema.safeParse(form.get("id"));
    if (!id.success) throw new ApiError("bad-input", "id: must be one");
    const alert = await acknowledgeAlert(store, id.data, now());
    if (alert === null) throw new ApiError("not-found", "no such alert");
    await noteAdmin(ctx, "acknowledged-alert", alert.title);
    const location = `/admin/alerts${ctx.url.search}`;
    return new Response(null, { status: 303, headers: { location } });
  },
});

export default function AlertsPage(
  { data: { found, query, here, now } }: PageProps<Data, State>,
) {
  const { open, openCount, closed, nextBefore } = found;
  const { state = "", kind = "", severity = "" } = query;
  const older = new URLSearchParams({
    state,
    kind,
    severity,
    before: String(nextBefore),
  });
  return (
    <DeskPage
      title="Alerts"
      current="alerts"
      styles={["desk_forms.css", "desk_alerts.css"]}
    >
      <DeskHead title={headline(found, query)}>
        <a class="desk-button desk-link" href="/admin/settings">Thresholds</a>
      </DeskHead>
      <AlertFilter
        state={state}
        kind={kind}
        severity={severity}
        kinds={Object.values(ALERT_KINDS)}
      />
      {open.length < openCount && (
        <p class="soft">
          {`The worst ${open.length} are listed. `}
          <a href="/admin/calls">The list of calls</a> has all about calls.
        </p>
      )}
      {open.length + closed.length === 0 && (
        <EmptyState title="No alert to show">
          What crosses a threshold for long enough is listed here, and stays for
          a while after it is over.
        </EmptyState>
      )}
      <div class="alert-lists">
        <AlertTable title="Open" alerts={open} now={now} action={here} />
        <AlertTable title="Past" alerts={closed} now={now} action={here} />
      </div>
      {nextBefore !== null && (
        <p class="desk-more">
          <a href={`/admin/alerts?${older}`}>Older ones</a>
        </p>
      )}
      <LocalTimes />
    </DeskPage>
  );
}

function headline({ openCount }: FoundAlerts, { state, before }: AlertQuery) {
  if (state === "closed" || before !== undefined) return "Alerts";
  if (openCount === 0) return "No open alert";
  return openCount === 1
    ? "One open alert"
    : `${formatCount(openCount)} open alerts`;
}
