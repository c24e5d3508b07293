/**
 * Finds alerts by what they are, for a page that lists them.
 *
 * @module
 */

import { z } from "zod";
import type { Schema } from "@/lib/protocol/schema.ts";
import {
  type Alert,
  type Severity,
  worstFirst,
} from "@/lib/monitoring/overview/alert.ts";
import type { Store } from "@/lib/kv/store.ts";
import { readOpenAlerts } from "./alert_change.ts";
import { listAlerts } from "./alert_listing.ts";

/** How many open alerts a page lists; on a busy site calls have thousands. */
const OPEN_ROWS = 100;

/** What is looked for; a field that is missing matches all. */
export interface AlertQuery {
  /** `new`: open, and nobody has taken note. */
  state?: "open" | "new" | "closed" | undefined;
  /** The condition. */
  kind?: string | undefined;
  /** How bad it got. */
  severity?: Severity | undefined;
  /** Closed ones that opened before, Unix milliseconds. */
  before?: number | undefined;
}

const orEmpty = <T>(schema: z.ZodType<T>) =>
  z.union([z.literal("").transform(() => undefined), schema]).optional();

/** The query parameters; a form sends its empty fields, too. */
export const alertQuerySchema: Schema<AlertQuery> = z.object({
  state: orEmpty(z.enum(["open", "new", "closed"])),
  kind: orEmpty(z.string().max(64)),
  severity: orEmpty(z.enum(["low", "medium", "high", "critical"])),
  before: orEmpty(z.coerce.number().int().min(0)),
});

/** What was found. */
export interface FoundAlerts {
  /** Open ones, worst first: the worst hundred. */
  open: Alert[];
  /** How many open ones there are. */
  openCount: number;
  /** Closed ones, those that opened last first. */
  closed: Alert[];
  /** Where the next page begins, for `before`; `null`: there is none. */
  nextBefore: number | null;
}

/**
 * Finds alerts.
 *
 * @param query What is looked for; open ones are on the first page only.
 * @param options `now` in Unix milliseconds; `limit`: most closed ones.
 */
export async function findAlerts(
  store: Store,
  query: AlertQuery,
  { now, limit }: { now: number; limit: number },
): Promise<FoundAlerts> {
  const { state, before } = query;
  const isFirstPage = before === undefined;
  const allOpen = state === "closed" || !isFirstPage
    ? []
    : (await readOpenAlerts(store)).filter((alert) => matches(alert, query));
  const open = allOpen.toSorted(worstFirst).slice(0, OPEN_ROWS);
  const openCount = allOpen.length;
  if (state === "open" || state === "new") {
    return { open, openCount, closed: [], nextBefore: null };
  }
  const closed: Alert[] = [];
  const span = { fromMs: 0, toMs: before ?? now + 1, now };
  for await (const alert of listAlerts(store, span)) {
    if (alert.resolvedAt === null || !matches(alert, query)) continue;
    if (closed.length === limit) {
      const nextBefore = closed.at(-1)!.openedAt;
      return { open, openCount, closed, nextBefore };
    }
    closed.push(alert);
  }
  return { open, openCount, closed, nextBefore: null };
}

function matches(
  alert: Alert,
  { state, kind, severity }: AlertQuery,
): boolean {
  if (state === "new" && alert.acknowledgedAt !== null) return false;
  return (kind === undefined || alert.kind === kind) &&
    (severity === undefined || alert.severity === severity);
}
