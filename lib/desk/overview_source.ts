/**
 * Reads the desk's first page from the monitoring interface, again and again.
 *
 * @module
 */

import * as z from "zod/mini";
import { repeat } from "@/lib/call/repeat.ts";
import type { Timers } from "@/lib/call/timers.ts";
import {
  DESK_OVERVIEW_PATH,
  type DeskOverview,
} from "@/lib/monitoring/overview/desk.ts";

const values = z.record(z.string(), z.number());
const record = z.custom<object>(
  (value) => typeof value === "object" && value !== null,
);

const schema = z.object({
  readAt: z.number(),
  status: z.looseObject({ warnings: z.array(z.string()) }),
  live: z.object({ callCount: z.number(), waitingCount: z.number() }),
  alerts: z.array(z.looseObject({ id: z.string(), title: z.string() })),
  now: values,
  yesterday: values,
  lastWeek: values,
  course: z.array(z.object({ startAt: z.number(), values })),
  turnToday: z.object({ neededUsd: z.number(), chosenUsd: z.number() }),
  realtime: z.looseObject({ endpoints: z.array(record) }),
});

/** What a reader needs from outside. */
export interface OverviewSourceDeps {
  /** The page's `fetch`. */
  readonly fetch: typeof fetch;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Whether nobody looks at the page. */
  readonly isHidden: () => boolean;
  /** Told of what was read; `null` where it could not be. */
  readonly onRead: (overview: DeskOverview | null) => void;
}

/** How often it is read, milliseconds: its figures are of minutes and hours. */
export const OVERVIEW_EVERY_MS = 10_000;

const RHYTHM = { firstMs: OVERVIEW_EVERY_MS, everyMs: OVERVIEW_EVERY_MS };

/** Reads in a loop. */
export interface OverviewSource {
  /** Reads at once, out of turn. */
  refresh(): Promise<void>;
  /** Reads no more. */
  close(): void;
}

/** Begins to read, the first time after one interval. */
export function openOverviewSource(deps: OverviewSourceDeps): OverviewSource {
  const { timers, isHidden, onRead } = deps;
  let isClosed = false;
  async function refresh(): Promise<void> {
    const overview = await readOverview(deps.fetch);
    if (!isClosed) onRead(overview);
  }
  const end = repeat(timers, RHYTHM, async () => {
    if (!isHidden()) await refresh();
  });
  return {
    refresh,
    close() {
      isClosed = true;
      end();
    },
  };
}

async function readOverview(
  fetch: typeof globalThis.fetch,
): Promise<DeskOverview | null> {
  try {
    const response = await fetch(DESK_OVERVIEW_PATH, { cache: "no-store" });
    const parsed = schema.safeParse(await response.json());
    return response.ok && parsed.success
      ? parsed.data as unknown as DeskOverview
      : null;
  } catch {
    // The page says so by the age of its figures.
    return null;
  }
}
