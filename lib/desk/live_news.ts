/**
 * News of the live stream as the desk reads it. What does not fit is refused
 * whole: half a call would be shown as a call without trouble.
 *
 * @module
 */

import * as z from "zod/mini";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import type {
  LiveCall,
  LiveSnapshot,
} from "@/lib/monitoring/overview/live_calls.ts";
import type { LiveCounts } from "@/lib/monitoring/overview/live_counts.ts";
import { parseJson } from "@/lib/protocol/json.ts";

/** One piece of news: its name and what it tells. */
export type LiveNews =
  | { name: "snapshot"; data: LiveSnapshot }
  | { name: "call"; data: LiveCall }
  | { name: "gone"; data: { pairId: string } }
  | { name: "alert"; data: Alert }
  | { name: "counts"; data: LiveCounts };

const time = z.number();
const id = z.string().check(z.minLength(1));

/**
 * What the list, the rows and the sums rely on is looked at. The fields of a
 * state were judged one by one by the server as they came in; to judge them
 * again would cost a second of CPU for a snapshot of a thousand large calls.
 */
const record = z.custom<object>(
  (value) => typeof value === "object" && value !== null,
);

const alert = z.looseObject({
  id,
  kind: z.string(),
  subject: z.string(),
  title: z.string(),
  severity: z.enum(["low", "medium", "high", "critical"]),
  unit: z.string(),
  value: z.number(),
  threshold: z.number(),
  startedAt: time,
  openedAt: time,
  acknowledgedAt: z.nullable(time),
  resolvedAt: z.nullable(time),
});

const call = z.object({
  pairId: id,
  startedAt: time,
  members: z.array(z.object({
    id,
    stats: record,
    country: z.string(),
    updatedAt: time,
  })),
  alerts: z.array(alert),
});

const counts = z.object({
  waitingCount: z.number(),
  callCount: z.number(),
});

const SCHEMAS = {
  snapshot: z.object({
    at: time,
    counts,
    calls: z.array(call),
    alerts: z.array(alert),
  }),
  call,
  gone: z.object({ pairId: id }),
  alert,
  counts,
};

/**
 * Reads one event of the stream.
 *
 * @param name Its name.
 * @param text Its data, JSON.
 * @returns `null` where it is not as agreed; a name of a newer server too.
 */
export function readNews(name: string, text: string): LiveNews | null {
  if (!Object.hasOwn(SCHEMAS, name)) return null;
  const parsed = SCHEMAS[name as keyof typeof SCHEMAS]
    .safeParse(parseJson(text));
  return parsed.success ? { name, data: parsed.data } as LiveNews : null;
}
