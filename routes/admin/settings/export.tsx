import { page, type PageProps, type PageResponse } from "fresh";
import { z } from "zod";
import {
  type ExportChoice,
  ExportForm,
  type ExportFormProps,
} from "@/components/admin/ExportForm.tsx";
import { SettingsPage } from "@/components/admin/SettingsPage.tsx";
import { apiRoute } from "@/lib/app/api_route.ts";
import type { State } from "@/lib/app/define.ts";
import { PRIVATE_HEADERS } from "@/lib/app/desk_route.ts";
import { readQuery } from "@/lib/http/input.ts";
import { EXPORT_FORMATS } from "@/lib/monitoring/export/export_stream.ts";
import { EXPORT_TABLES } from "@/lib/monitoring/export/tables.ts";

const DAY_MS = 24 * 3_600_000;
const SHOWN_DAYS = 7;

/** What a row of the tables is, where the name does not say. */
const LABELS: Readonly<Record<string, string>> = {
  "http-hourly": "Requests by route and hour",
  "http-daily": "Requests by route and day",
  "rtc-hourly": "Calls by the hour",
  "rtc-daily": "Calls by the day",
  calls: "Calls, one by one",
  kpis: "What each browser told of its call",
  alerts: "Alerts of the site and its routes",
  "call-alerts": "Alerts about single calls",
  audit: "What admins did",
};

const choices = EXPORT_TABLES.map((what): ExportChoice => ({
  what,
  label: LABELS[what] ?? what,
}));

const day = z.iso.date().transform((text) => Date.parse(text));

const wish = z.object({
  what: z.enum(EXPORT_TABLES),
  format: z.enum(EXPORT_FORMATS),
  from: day,
  to: day,
});

/** The form, and its answer: on to the file. */
export const handler = apiRoute<PageResponse<ExportFormProps> | Response>({
  GET(ctx) {
    if (ctx.url.searchParams.has("what")) {
      const { what, format, from, to } = readQuery(ctx.req, wish);
      const [first, last] = [Math.min(from, to), Math.max(from, to)];
      const query = new URLSearchParams({
        what,
        format,
        from: String(first),
        to: String(last + DAY_MS),
      });
      const location = `/api/monitoring/export?${query}`;
      return new Response(null, { status: 303, headers: { location } });
    }
    const { now } = ctx.state.services;
    const dayText = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
    return page({
      choices,
      from: dayText(now() - (SHOWN_DAYS - 1) * DAY_MS),
      to: dayText(now()),
    }, { headers: PRIVATE_HEADERS });
  },
});

export default function Export({ data }: PageProps<ExportFormProps, State>) {
  return (
    <SettingsPage current="export">
      <ExportForm {...data} />
    </SettingsPage>
  );
}
