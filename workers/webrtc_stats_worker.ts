/**
 * Makes the state of a call out of its reports, away from the page's thread.
 * It keeps nothing: `lib/call/stats/stats_computer.ts` sends what is known along
 * with each report.
 *
 * @module
 */

import type {
  StatsRequest,
  StatsResult,
} from "@/lib/call/stats/stats_computer.ts";
import { measure } from "@/lib/webrtc_stats/meter.ts";

addEventListener("message", ({ data }: MessageEvent<StatsRequest>) => {
  const { id, meter, sample } = data;
  postMessage({ id, meter: measure(meter, sample) });
});

/** Sends a result to the page; typed here, as `lib` knows windows only. */
declare function postMessage(result: StatsResult): void;
