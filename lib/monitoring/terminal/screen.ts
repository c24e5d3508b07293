/**
 * The monitor's page: from an overview to lines, and nothing else.
 *
 * @module
 */

import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import { formatAlertValue } from "@/lib/monitoring/overview/alert.ts";
import type { Severity } from "@/lib/monitoring/overview/alert.ts";
import {
  formatAge,
  formatBytes,
  formatCount,
  formatMs,
  formatPct,
  formatRate,
  pctOf,
} from "@/lib/monitoring/overview/format.ts";
import type { EndpointReport } from "@/lib/monitoring/overview/http_report.ts";
import {
  bandwidthOf,
  nameOfRoute,
  type Overview,
  requestRate,
  slowest,
  topByBytes,
} from "@/lib/monitoring/overview/overview.ts";
import {
  bar,
  clip,
  fit,
  type Line,
  span,
  type Style,
  widthOf,
} from "./text.ts";

/** What the page shows. */
export interface MonitorState {
  /** Where the site is. */
  baseUrl: string;
  /** The latest overview. */
  overview: Overview;
  /** Why there are no newer ones; `null` while all is well. */
  problem: string | null;
  /** Current time, Unix milliseconds. */
  now: number;
}

/** Size of the terminal in characters. */
export interface ScreenSize {
  /** Width. */
  columns: number;
  /** Height. */
  rows: number;
}

const SEVERITY_STYLES: Record<Severity, readonly Style[]> = {
  low: ["blue"],
  medium: ["yellow"],
  high: ["red"],
  critical: ["red", "bold"],
};

/** Lines that are always there: header, totals, titles, blanks, footer. */
const FIXED_ROWS = 16;
const MAX_TABLE_ROWS = 12;
const MIN_TABLE_ROWS = 3;

/**
 * Draws the page.
 *
 * @returns At most `rows` lines of at most `columns` columns.
 */
export function renderScreen(
  state: MonitorState,
  { columns, rows }: ScreenSize,
): Line[] {
  const { overview } = state;
  const alertCount = Math.max(1, Math.min(5, overview.alerts.length));
  const free = Math.floor((rows - FIXED_ROWS - alertCount) / 2);
  const count = Math.min(MAX_TABLE_ROWS, Math.max(MIN_TABLE_ROWS, free));
  const lines = [
    headerLine(state, columns),
    rule(columns),
    ...totalLines(overview),
    [],
    ...alertLines(state, columns),
    [],
    ...routeTable("TRAFFIC BY ROUTE", topByBytes(overview, count), {
      columns,
      measure: bandwidthOf,
      format: formatBytes,
    }),
    [],
    ...routeTable("SLOWEST ROUTES, 95TH PERCENTILE", slowest(overview, count), {
      columns,
      measure: (endpoint) => endpoint.p95Ms ?? 0,
      format: formatMs,
    }),
    [],
    footerLine(state),
  ];
  const cut = lines.length <= rows
    ? lines
    : [...lines.slice(0, Math.max(0, rows - 1)), lines.at(-1)!];
  return cut.map((line) => clip(line, columns));
}

function headerLine(
  { baseUrl, overview: { status } }: MonitorState,
  columns: number,
): Line {
  const isHealthy = status.status === "healthy";
  const left = [span(" PARLEY ", "bold"), span(` ${baseUrl}`, "dim")];
  const words = isHealthy ? "healthy" : status.warnings.join(", ");
  const right = [
    span("● ", isHealthy ? "green" : "yellow"),
    span(`${words} `, ...(isHealthy ? [] : ["yellow" as const])),
  ];
  const gap = columns - widthOf(left) - widthOf(right);
  return [...left, span(" ".repeat(Math.max(2, gap))), ...right];
}

function rule(columns: number): Line {
  return [span("─".repeat(columns), "dim")];
}

/** Pairs of name and figure, in columns that line up. */
function totalLines(overview: Overview): Line[] {
  const { realtime: { summary }, live, calls, status } = overview;
  const errorPct = pctOf(summary.serverErrorCount, summary.totalRequests);
  const isFailing = (errorPct ?? 0) > 1;
  return [
    figures(
      ["Requests", `${formatRate(requestRate(overview))}`],
      ["Waiting", formatCount(live.waitingCount)],
      ["First media", formatMs(calls.ttfmMs.p95)],
    ),
    figures(
      ["Sent", formatBytes(summary.totalOutbound)],
      ["In calls", formatCount(live.callCount)],
      ["ICE success", formatPct(calls.iceSuccessPct)],
    ),
    figures(
      ["Received", formatBytes(summary.totalInbound)],
      ["Visitors", formatCount(summary.visitors)],
      ["Over relay", formatPct(calls.relayPct)],
    ),
    figures(
      ["95th pct", formatMs(summary.p95Ms)],
      ["5xx errors", formatPct(errorPct), isFailing ? "red" : undefined],
      ["Unsaved", formatCount(status.bufferSize)],
    ),
  ];
}

type Figure = readonly [name: string, value: string, style?: Style | undefined];

function figures(...items: readonly Figure[]): Line {
  return items.flatMap(([name, value, style]) => [
    span(` ${fit(name, 12)}`, "dim"),
    span(`${fit(value, 12)}`, ...(style ? [style] : []), "bold"),
  ]);
}

function alertLines(
  { overview: { alerts, openAlertCount }, now }: MonitorState,
  columns: number,
): Line[] {
  if (alerts.length === 0) {
    return [[span(" No open alerts", "green")]];
  }
  const shown = alerts.slice(0, 5);
  const rest = openAlertCount - shown.length;
  return [
    [
      span(` OPEN ALERTS (${openAlertCount})`, "bold"),
      span(rest > 0 ? `  ${rest} not shown` : "", "dim"),
    ],
    ...shown.map((alert) => alertLine(alert, { now, columns })),
  ];
}

function alertLine(
  alert: Alert,
  { now, columns }: { now: number; columns: number },
): Line {
  const { severity, unit } = alert;
  const value = `${formatAlertValue(alert.value, unit)} (limit ${
    formatAlertValue(alert.threshold, unit)
  })`;
  const age = formatAge(now - alert.openedAt);
  const note = alert.acknowledgedAt === null ? "" : "  seen";
  const { subject, title } = alert;
  const what = subject === "all" ? title : `${subject} · ${title}`;
  const room = columns - 12 - value.length - age.length - note.length - 5;
  return [
    span(` ● ${fit(severity, 9)}`, ...SEVERITY_STYLES[severity]),
    span(`${fit(what, Math.max(10, room))}  `),
    span(value, "bold"),
    span(`  ${age}${note}`, "dim"),
  ];
}

interface TableOptions {
  columns: number;
  measure(endpoint: EndpointReport): number;
  format(value: number): string;
}

function routeTable(
  title: string,
  endpoints: readonly EndpointReport[],
  { columns, measure, format }: TableOptions,
): Line[] {
  const most = Math.max(1, ...endpoints.map(measure));
  const nameColumns = Math.max(16, Math.floor(columns * 0.42));
  const barColumns = Math.max(0, columns - nameColumns - 29);
  const rows = endpoints.map((endpoint) => [
    span(` ${fit(endpoint.method, 7)}`, "dim"),
    span(`${fit(nameOfRoute(endpoint.endpoint), nameColumns - 8)} `),
    span(bar(measure(endpoint) / most, barColumns), "cyan"),
    span(fit(format(measure(endpoint)), 11, "right"), "bold"),
    span(fit(`${formatCount(endpoint.totalRequests)} ×`, 11, "right"), "dim"),
    span(
      endpoint.serverErrorCount > 0 ? " ✗ 5xx" : "",
      "red",
    ),
  ]);
  return [
    [span(` ${title}`, "bold")],
    ...(rows.length > 0 ? rows : [[span(" nothing yet", "dim")]]),
  ];
}

function footerLine({ overview, problem, now }: MonitorState): Line {
  if (problem !== null) {
    const age = formatAge(now - overview.readAt);
    return [span(` ${problem}; overview is ${age} old`, "red", "bold")];
  }
  const time = new Date(now).toISOString().slice(11, 19);
  return [span(
    ` ${time} UTC · requests: 5 min · calls: this hour and the last · Ctrl-C: leave`,
    "dim",
  )];
}
