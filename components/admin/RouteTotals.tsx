/**
 * One route in figures.
 *
 * @module
 */

import {
  formatBytes,
  formatCount,
  formatMs,
  formatPct,
  pctOf,
} from "@/lib/monitoring/overview/format.ts";
import {
  type EndpointReport,
  STATUS_CLASSES,
} from "@/lib/monitoring/overview/http_report.ts";

/** The figures of a span. */
export function RouteTotals({ total }: { total: EndpointReport }) {
  const { totalRequests, errorCount, abortedCount, statusClasses } = total;
  const share = (count: number) =>
    `${formatCount(count)}, ${formatPct(pctOf(count, totalRequests))}`;
  const figures: [string, string][] = [
    ["Requests", formatCount(totalRequests)],
    ["Bytes in", formatBytes(total.totalInbound)],
    ["Bytes out", formatBytes(total.totalOutbound)],
    ["p50", formatMs(total.p50Ms)],
    ["p95", formatMs(total.p95Ms)],
    ["p99", formatMs(total.p99Ms)],
    ["Longest", formatMs(total.maxResponseTime)],
    ["Headers, p95", formatMs(total.headersP95Ms)],
    ["4xx and 5xx", share(errorCount)],
    ["Aborted by clients", share(abortedCount)],
    ...STATUS_CLASSES.filter((name) => statusClasses[name] !== undefined)
      .map((name): [string, string] => [name, share(statusClasses[name]!)]),
  ];
  return (
    <dl class="desk-totals">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}
