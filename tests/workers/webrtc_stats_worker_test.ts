import { deepEqual, equal } from "node:assert/strict";
import type {
  StatsRequest,
  StatsResult,
} from "@/lib/call/stats/stats_computer.ts";
import { measure, NEW_METER } from "@/lib/webrtc_stats/meter.ts";
import { sampleOf } from "@/tests/lib/webrtc_stats/follow.ts";
import { chromium } from "@/tests/lib/webrtc_stats/reports.ts";
import { openWorker } from "./worker.ts";

Deno.test("the stats worker answers each report with what is known after it, by its number", async () => {
  using worker = openWorker<StatsRequest, StatsResult>("webrtc_stats_worker");
  const samples = [1, 2].map((second) => sampleOf(chromium({ second })));
  const first = await worker.ask({
    id: 7,
    meter: NEW_METER,
    sample: samples[0]!,
  });
  equal(first.id, 7);
  deepEqual(first.meter, measure(NEW_METER, samples[0]!));
  // It keeps nothing: what was known comes with the report.
  await worker.ask({ id: 8, meter: NEW_METER, sample: samples[1]! });
  const next = await worker.ask({
    id: 9,
    meter: first.meter,
    sample: samples[1]!,
  });
  equal(next.id, 9);
  deepEqual(next.meter, measure(first.meter, samples[1]!));
  equal(next.meter.stats.rttMs, 80);
});
