/**
 * How fresh the figures of a page are.
 *
 * @module
 */

import { formatAge } from "@/lib/monitoring/overview/format.ts";

/** How a page hears of news. */
export type Liveness =
  /** News comes. */
  | "live"
  /** The first news is on its way. */
  | "connecting"
  /** The way is cut, and is being mended. */
  | "reconnecting"
  /** The way is there, and nothing comes along it. */
  | "stale"
  /** The server refuses; nothing is tried again. */
  | "failed";

/** What is shown. */
export interface FreshnessProps {
  /** How the page hears of news. */
  liveness: Liveness;
  /** Age of the figures, milliseconds; `null` before there are any. */
  ageMs: number | null;
}

const WORDS: Readonly<Record<Liveness, string>> = {
  live: "Live",
  connecting: "Connecting",
  reconnecting: "Reconnecting",
  stale: "No news",
  failed: "Not connected",
};

/** From this age on it is said even while all is well, milliseconds. */
const WORTH_TELLING_MS = 10_000;

/** Says how fresh the figures are, in words: `Reconnecting, last update 14 s ago`. */
export function freshnessText({ liveness, ageMs }: FreshnessProps): string {
  const isOld = ageMs !== null &&
    (liveness !== "live" || ageMs >= WORTH_TELLING_MS);
  return isOld
    ? `${WORDS[liveness]}, last update ${formatAge(ageMs)} ago`
    : WORDS[liveness];
}

/** A dot and a few words. */
export function Freshness(props: FreshnessProps) {
  return (
    <p class="freshness" data-liveness={props.liveness}>
      <i aria-hidden="true" />
      {/* Only the state is told aloud: seconds would be told every second. */}
      <span class="unseen" role="status">{WORDS[props.liveness]}</span>
      <span aria-hidden="true">{freshnessText(props)}</span>
    </p>
  );
}
