/**
 * Routes ranked by one measure, each with a bar.
 *
 * @module
 */

import { formatCount } from "@/lib/monitoring/overview/format.ts";
import type { EndpointReport } from "@/lib/monitoring/overview/http_report.ts";
import { isAdminPath } from "@/lib/protocol/admin_paths.ts";
import { nameOfRoute } from "@/lib/monitoring/overview/overview.ts";

/** What the ranking shows. */
export interface RouteBarsProps {
  /** What is ranked. */
  title: string;
  /** What span of time it is of. */
  span: string;
  /** The routes, first place first. */
  endpoints: readonly EndpointReport[];
  /** Their measure. */
  measure: (endpoint: EndpointReport) => number;
  /** Writes the measure. */
  format: (value: number) => string;
}

/** A ranking of routes. */
export function RouteBars(
  { title, span, endpoints, measure, format }: RouteBarsProps,
) {
  const most = Math.max(1e-9, ...endpoints.map(measure));
  return (
    <section class="ranking">
      <h2>
        {title} <span class="soft">{span}</span>
      </h2>
      {endpoints.length === 0 && <p class="calm">No requests yet.</p>}
      <ol>
        {endpoints.map((endpoint) => (
          <li key={`${endpoint.method} ${endpoint.endpoint}`}>
            <span class="route">
              <b>{endpoint.method}</b>
              {nameOfRoute(endpoint.endpoint)}
              {isAdminPath(endpoint.endpoint) && <i class="own-mark">desk</i>}
            </span>
            <span class="route-count">
              {`${formatCount(endpoint.totalRequests)}×`}
              {endpoint.serverErrorCount > 0 && (
                <em>{`${formatCount(endpoint.serverErrorCount)} failed`}</em>
              )}
            </span>
            <strong>{format(measure(endpoint))}</strong>
            {/* SVG, because the page's policy forbids style attributes. */}
            <svg class="route-bar" aria-hidden="true">
              <rect
                width={`${100 * measure(endpoint) / most}%`}
                height="100%"
                rx="2"
              />
            </svg>
          </li>
        ))}
      </ol>
    </section>
  );
}
