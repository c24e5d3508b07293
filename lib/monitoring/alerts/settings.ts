/**
 * When alerts open and where they are sent: the `ALERT_*` settings.
 *
 * @module
 */

import { z } from "zod";

function number(
  preset: number,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } =
    {},
) {
  return z.coerce.number({ error: "must be a number" })
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(preset);
}

const percent = (preset: number) => number(preset, { max: 100 });

/**
 * The settings by name, for the table of all settings. Times end in their
 * unit; `PCT` is percent, `MBPS` megabits per second.
 */
export const ALERT_ENVIRONMENT = {
  ALERT_HTTP_ERROR_PCT: percent(5),
  ALERT_HTTP_P95_MS: number(1_000),
  ALERT_BANDWIDTH_MBPS: number(200),
  ALERT_BANDWIDTH_SPIKE: number(3, { min: 1 }),
  ALERT_ANOMALY_SIGMA: number(6, { min: 1 }),
  ALERT_ICE_SUCCESS_PCT: percent(90),
  ALERT_FIRST_MEDIA_MS: number(5_000),
  ALERT_RELAY_PCT: percent(40),
  ALERT_POOR_CALLS_PCT: percent(20),
  ALERT_MIN_REQUESTS: number(20, { min: 1 }),
  ALERT_MIN_CALLS: number(10, { min: 1 }),
  ALERT_RAISE_SECONDS: number(120),
  ALERT_RESOLVE_SECONDS: number(300),
  ALERT_RESOLVE_SHARE: number(0.8, { max: 1 }),
  ALERT_WEBHOOK_URL: z.url({
    protocol: /^https?$/,
    error: "must be an http or https address",
  }).optional(),
  ALERT_WEBHOOK_SECRET: z.string()
    .min(16, "must have at least 16 characters").optional(),
};

/** When alerts open and where they are sent. */
export interface AlertSettings {
  /** Answers with an error of the server, percent of requests. */
  httpErrorPct: number;
  /** 95th percentile of the time to an answer, milliseconds. */
  httpP95Ms: number;
  /** Traffic both ways, megabits per second. */
  bandwidthMbps: number;
  /** Traffic as a multiple of the last day's median hour. */
  bandwidthSpikeRatio: number;
  /** How unusual an hour is, in robust standard deviations. */
  anomalySigma: number;
  /** Calls that find a path, percent; fewer are trouble. */
  iceSuccessPct: number;
  /**
   * 95th percentile of the time to first media, milliseconds, without the wait
   * for a partner.
   */
  firstMediaMs: number;
  /** Calls over a TURN relay, percent. */
  relayPct: number;
  /** Calls under way that are poor, percent. */
  poorCallsPct: number;
  /** Fewest requests from which a share or percentile is drawn. */
  minRequestCount: number;
  /** Fewest calls from which a share or percentile is drawn. */
  minCallCount: number;
  /** How long trouble lasts before an alert opens, milliseconds. */
  raiseAfterMs: number;
  /** How long it must be over before the alert closes, milliseconds. */
  resolveAfterMs: number;
  /**
   * How far a value must come back: to this share of its raise threshold, or,
   * where less is trouble, that much nearer to 100 %.
   */
  resolveShare: number;
  /** Where raises and resolves are sent; `undefined`: nowhere. */
  webhookUrl: string | undefined;
  /** Key of the signature on what is sent; `undefined`: not signed. */
  webhookSecret: string | undefined;
}

/** The settings that are numbers. */
export type AlertFigureName =
  | "ALERT_HTTP_ERROR_PCT"
  | "ALERT_HTTP_P95_MS"
  | "ALERT_BANDWIDTH_MBPS"
  | "ALERT_BANDWIDTH_SPIKE"
  | "ALERT_ANOMALY_SIGMA"
  | "ALERT_ICE_SUCCESS_PCT"
  | "ALERT_FIRST_MEDIA_MS"
  | "ALERT_RELAY_PCT"
  | "ALERT_POOR_CALLS_PCT"
  | "ALERT_MIN_REQUESTS"
  | "ALERT_MIN_CALLS"
  | "ALERT_RAISE_SECONDS"
  | "ALERT_RESOLVE_SECONDS"
  | "ALERT_RESOLVE_SHARE";

/** The settings as parsed from {@link ALERT_ENVIRONMENT}. */
export interface AlertEnvironment extends Record<AlertFigureName, number> {
  /** Where raises and resolves are sent. */
  ALERT_WEBHOOK_URL?: string | undefined;
  /** Key of the signature on what is sent. */
  ALERT_WEBHOOK_SECRET?: string | undefined;
}

/** Gives the parsed settings the names and units used inside. */
export function toAlertSettings(env: AlertEnvironment): AlertSettings {
  return {
    httpErrorPct: env.ALERT_HTTP_ERROR_PCT,
    httpP95Ms: env.ALERT_HTTP_P95_MS,
    bandwidthMbps: env.ALERT_BANDWIDTH_MBPS,
    bandwidthSpikeRatio: env.ALERT_BANDWIDTH_SPIKE,
    anomalySigma: env.ALERT_ANOMALY_SIGMA,
    iceSuccessPct: env.ALERT_ICE_SUCCESS_PCT,
    firstMediaMs: env.ALERT_FIRST_MEDIA_MS,
    relayPct: env.ALERT_RELAY_PCT,
    poorCallsPct: env.ALERT_POOR_CALLS_PCT,
    minRequestCount: env.ALERT_MIN_REQUESTS,
    minCallCount: env.ALERT_MIN_CALLS,
    raiseAfterMs: env.ALERT_RAISE_SECONDS * 1000,
    resolveAfterMs: env.ALERT_RESOLVE_SECONDS * 1000,
    resolveShare: env.ALERT_RESOLVE_SHARE,
    webhookUrl: env.ALERT_WEBHOOK_URL,
    webhookSecret: env.ALERT_WEBHOOK_SECRET,
  };
}
