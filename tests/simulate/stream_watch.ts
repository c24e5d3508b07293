/**
 * An admin who looks on, and notes when what pages told is shown.
 *
 * @module
 */

import type { LiveCall } from "@/lib/monitoring/overview/live_calls.ts";
import { createParser } from "eventsource-parser";
import type { Crowd } from "./crowd.ts";

/** What the stream has shown. */
export interface StreamCounts {
  /** Changes of calls. */
  calls: number;
  /** Alerts that opened, changed or closed. */
  alerts: number;
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
  const parser = createParser({
    onEvent({ event: name, data }) {
      if (name === "alert") counts.alerts++;
      if (name === "call") counts.calls++;
      for (const { pairId, members } of callsIn(name, data)) {
        for (const { id, stats } of members) {
          crowd.show(pairId, id, stats.freezeCount ?? 0, nowMs());
        }
      }
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) {
    parser.feed(decoder.decode(chunk, { stream: true }));
  }
}

function callsIn(name: string | undefined, data: string): LiveCall[] {
  if (name === "snapshot") return JSON.parse(data).calls;
  return name === "call" ? [JSON.parse(data)] : [];
}
