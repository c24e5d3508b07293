/**
 * The shape of the texts about a call's connection.
 *
 * @module
 */

import type { QualityLevel, QualityReason } from "@/lib/protocol/quality.ts";

/** A figure that is drawn over time. */
export type ChartName = "rtt" | "loss" | "up" | "down" | "fps" | "jitter";

/** One language's texts; handed to the chat page's island whole. */
export type StatsMessages = {
  /** Name of everything about the connection. */
  readonly title: string;
  /** `{level}` is one of the levels. */
  readonly badge: string;
  readonly levels: Readonly<Record<QualityLevel | "unknown", string>>;
  /** What keeps the connection from a better level. */
  readonly reasons: Readonly<Record<QualityReason, string>>;
  readonly rtt: string;
  readonly lossIn: string;
  readonly lossOut: string;
  readonly jitter: string;
  readonly path: string;
  readonly direct: string;
  /** `{protocol}` is how it is reached. */
  readonly relayed: string;
  readonly relayedSomehow: string;
  /** What a relay means, because none other worked or by choice. */
  readonly relayNeeded: string;
  readonly relayChosen: string;
  readonly peerRelayed: string;
  readonly up: string;
  readonly down: string;
  readonly you: string;
  readonly them: string;
  readonly unknown: string;
  readonly showBandwidth: string;
  readonly hideBandwidth: string;
  readonly bandwidth: string;
  readonly allFigures: string;
  readonly close: string;
  /** Where the worker does not run. */
  readonly fallback: string;
  readonly charts: Readonly<Record<ChartName, string>>;
  /** `{name}` of the figure, `{now}`, `{least}` and `{most}` of it. */
  readonly chart: string;
  readonly lastMinutes: string;
  readonly picture: string;
  readonly freezes: string;
  readonly sent: string;
  readonly received: string;
  readonly pageFps: string;
  readonly score: string;
  readonly measuredBy: string;
  readonly worker: string;
  readonly page: string;
};
