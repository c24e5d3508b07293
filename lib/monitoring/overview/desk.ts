/**
 * The site as the operators' desk shows it at first sight: a dozen figures,
 * what they were lately, and what they were at the same hour before.
 *
 * @module
 */

import type { Alert } from "./alert.ts";
import type { RealtimeReport } from "./http_report.ts";
import type { HttpStatus } from "./http_status.ts";
import type { LiveCounts } from "./live_counts.ts";

/** Names of the figures. */
export const DESK_FIGURES = [
  "callCount",
  "waitingCount",
  "matchesPerMinute",
  "firstMediaP50Ms",
  "firstMediaP95Ms",
  "iceSuccessPct",
  "relayPct",
  "turnCostUsd",
  "requestsPerSecond",
  "serverErrorPct",
  "answerP95Ms",
  "openAlertCount",
] as const;

/** Name of a figure. */
export type DeskFigure = typeof DESK_FIGURES[number];

/**
 * What is known of a span of time; what is unknown is missing. `turnCostUsd` is
 * what relaying cost from midnight (UTC) to the span's end, and in the course
 * within each part; `openAlertCount` leaves out alerts about single calls.
 */
export type DeskValues = Partial<Record<DeskFigure, number>>;

/** Part of the course of the figures. */
export interface DeskMoment {
  /** Its start, Unix milliseconds. */
  startAt: number;
  /** What is known of it. */
  values: DeskValues;
}

/** What relaying cost, by the price of a gigabyte, in US dollars. */
export interface TurnToday {
  /** Where no direct path worked. */
  neededUsd: number;
  /** Where members asked for a relay. */
  chosenUsd: number;
}

/** The site at first sight. What admins themselves ask for is left out. */
export interface DeskOverview {
  /** When it was read, Unix milliseconds. */
  readAt: number;
  /** How monitoring is doing. */
  status: HttpStatus;
  /** Who waits and who talks. */
  live: LiveCounts;
  /** Open alerts, worst first. */
  alerts: readonly Alert[];
  /** The last 60 minutes. */
  now: DeskValues;
  /** The same hour of the clock (UTC) a day ago. */
  yesterday: DeskValues;
  /** The same hour of the clock (UTC) a week ago. */
  lastWeek: DeskValues;
  /** The last three hours by five minutes, oldest first. */
  course: readonly DeskMoment[];
  /** What relaying cost for calls that ended today (UTC). */
  turnToday: TurnToday;
  /** Requests of the last five minutes, those of admins too. */
  realtime: RealtimeReport;
}

/** Length of the parts of the course, milliseconds. */
export const COURSE_STEP_MS: number = 5 * 60_000;

/** How far back the course goes, milliseconds. */
export const COURSE_MS: number = 3 * 3600_000;

/** Path of the answer that this is. */
export const DESK_OVERVIEW_PATH = "/api/monitoring/overview";
