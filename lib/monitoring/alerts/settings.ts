/**
 * When alerts open and where they are sent: the `ALERT_*` settings.
 *
 * @module
 */

import { z } from "zod";
import type { Figures } from "@/lib/settings/figures.ts";

/** What admins may set of it while the site runs, by the setting's name. */
export const ALERT_FIGURES: Figures<AlertFigureName> = {
  ALERT_HTTP_ERROR_PCT: {
    label: "Requests that fail",
    unit: "%",
    ...atMost(100),
  },
  ALERT_HTTP_P95_MS: {
    label: "95th percentile of answers",
    unit: "ms",
    ...atMost(600_000),
  },
  ALERT_BANDWIDTH_MBPS: {
    label: "Traffic, both ways",
    unit: "Mbit/s",
    ...atMost(1_000_000),
  },
  ALERT_BANDWIDTH_SPIKE: {
    label: "Traffic against the last day's median hour",
    unit: "×",
    ...between(1, 10_000),
  },
  ALERT_ANOMALY_SIGMA: {
    label: "An hour unlike its like",
    unit: "σ",
    about: "Robust standard deviations from the same hours of other days",
    ...between(1, 10_000),
  },
  ALERT_ICE_SUCCESS_PCT: {
    label: "Calls that find a path",
    unit: "%",
    about: "Fewer are trouble",
    ...atMost(100),
  },
  ALERT_FIRST_MEDIA_MS: {
    label: "95th percentile from match to first picture",
    unit: "ms",
    ...atMost(600_000),
  },
  ALERT_RELAY_PCT: {
    label: "Calls over a relay",
    unit: "%",
    ...atMost(100),
  },
  ALERT_POOR_CALLS_PCT: {
    label: "Calls under way that are poor",
    unit: "%",
    ...atMost(100),
  },
  ALERT_MIN_REQUESTS: {
    label: "Fewest requests to judge by",
    unit: "",
    ...between(1, 1_000_000),
  },
  ALERT_MIN_CALLS: {
    label: "Fewest calls to judge by",
    unit: "",
    ...between(1, 1_000_000),
  },
  ALERT_RAISE_SECONDS: {
    label: "How long trouble lasts before an alert opens",
    unit: "s",
    ...atMost(86_400),
  },
  ALERT_RESOLVE_SECONDS: {
    label: "How long it is over before the alert closes",
    unit: "s",
    ...atMost(86_400),
  },
  ALERT_RESOLVE_SHARE: {
    label: "How far a value comes back first",
    unit: "",
    about: "To this share of its threshold",
    ...atMost(1),
  },
};

function between(min: number, max: number): { min: number; max: number } {
  return { min, max };
}

function atMost(max: number): { min: number; max: number } {
  return between(0, max);
}

function figure(name: AlertFigureName, preset: number) {
  const { min, max } = ALERT_FIGURES[name];
  return z.coerce.number({ error: "must be a number" })
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(preset);
}

/**
 * The settings by name, for the table of all settings. Times end in their
 * unit; `PCT` is percent, `MBPS` megabits per second.
 */
export const ALERT_ENVIRONMENT = {
  ALERT_HTTP_ERROR_PCT: figure("ALERT_HTTP_ERROR_PCT", 5),
  ALERT_HTTP_P95_MS: figure("ALERT_HTTP_P95_MS", 1_000),
  ALERT_BANDWIDTH_MBPS: figure("ALERT_BANDWIDTH_MBPS", 200),
  ALERT_BANDWIDTH_SPIKE: figure("ALERT_BANDWIDTH_SPIKE", 3),
  ALERT_ANOMALY_SIGMA: figure("ALERT_ANOMALY_SIGMA", 6),
  ALERT_ICE_SUCCESS_PCT: figure("ALERT_ICE_SUCCESS_PCT", 90),
  ALERT_FIRST_MEDIA_MS: figure("ALERT_FIRST_MEDIA_MS", 5_000),
  ALERT_RELAY_PCT: figure("ALERT_RELAY_PCT", 40),
  ALERT_POOR_CALLS_PCT: figure("ALERT_POOR_CALLS_PCT", 20),
  ALERT_MIN_REQUESTS: figure("ALERT_MIN_REQUESTS", 20),
  ALERT_MIN_CALLS: figure("ALERT_MIN_CALLS", 10),
  ALERT_RAISE_SECONDS: figure("ALERT_RAISE_SECONDS", 120),
  ALERT_RESOLVE_SECONDS: figure("ALERT_RESOLVE_SECONDS", 300),
  ALERT_RESOLVE_SHARE: figure("ALERT_RESOLVE_SHARE", 0.8),
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

/** Gives settings their names and units back: what may be set of them. */
export function toAlertFigures(
  settings: AlertSettings,
): Record<AlertFigureName, number> {
  return {
    ALERT_HTTP_ERROR_PCT: settings.httpErrorPct,
    ALERT_HTTP_P95_MS: settings.httpP95Ms,
    ALERT_BANDWIDTH_MBPS: settings.bandwidthMbps,
    ALERT_BANDWIDTH_SPIKE: settings.bandwidthSpikeRatio,
    ALERT_ANOMALY_SIGMA: settings.anomalySigma,
    ALERT_ICE_SUCCESS_PCT: settings.iceSuccessPct,
    ALERT_FIRST_MEDIA_MS: settings.firstMediaMs,
    ALERT_RELAY_PCT: settings.relayPct,
    ALERT_POOR_CALLS_PCT: settings.poorCallsPct,
    ALERT_MIN_REQUESTS: settings.minRequestCount,
    ALERT_MIN_CALLS: settings.minCallCount,
    ALERT_RAISE_SECONDS: settings.raiseAfterMs / 1000,
    ALERT_RESOLVE_SECONDS: settings.resolveAfterMs / 1000,
    ALERT_RESOLVE_SHARE: settings.resolveShare,
  };
}

/** Puts what admins have set in the place of what the environment says. */
export function withAlertFigures(
  { webhookUrl, webhookSecret }: AlertSettings,
  figures: Readonly<Record<AlertFigureName, number>>,
): AlertSettings {
  return toAlertSettings({
    ...figures,
    ALERT_WEBHOOK_URL: webhookUrl,
    ALERT_WEBHOOK_SECRET: webhookSecret,
  });
}
