/**
 * An admin who looks on, and notes when what pages told is shown.
 *
 * @module
 */

import type { LiveCall } from "@/lib/monitoring/overview/live_calls.ts";
import { EventReader } from "@/tests/event_reader.ts";
import type { Crowd } from "./crowd.ts";

/** What the stream has shown. */
export interface StreamCounts {
  /** Changes of calls. */
  calls: number;
  /** Alerts that opened, changed or closed. */
  alerts: number;
  /** Characters of data. */
  chars: number;
}

/**
 * Follows a stream to its end.
 *
 * @param response The stream.
 * @param crowd Is told what is shown.
 * @param nowMs Tells the time, Unix milliseconds.
 * @param counts Added to.
 */
export async function watchStream(
  response: Response,
  { crowd, nowMs, counts }: {
    crowd: Pick<Crowd, "show">;
    nowMs: () => number;
    counts: StreamCounts;
  },
): Promise<void> {
  const reader = new EventReader(response);
  for (let event; (event = await reader.next()) !== null;) {
    const { name, data } = event;
    if (name === "alert") counts.alerts++;
    if (name === "call") counts.calls++;
    const calls: LiveCall[] = name === "snapshot"
      ? data.calls
      : name === "call"
      ? [data]
      : [];
    for (const { pairId, members } of calls) {
      for (const { id, stats } of members) {
        crowd.show(pairId, id, stats.freezeCount ?? 0, nowMs());
      }
    }
  }
}
