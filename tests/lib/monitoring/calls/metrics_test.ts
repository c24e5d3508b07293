import { deepEqual, equal, match } from "node:assert/strict";
import { exposition } from "@/lib/monitoring/core/exposition.ts";
import { rtcFamilies } from "@/lib/monitoring/calls/metrics.ts";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";

Deno.test("rtcFamilies() gives seconds and shares, and nothing of nothing", () => {
  const aggregate = new RtcAggregate();
  equal(exposition(rtcFamilies(aggregate)), "");
  aggregate.add({
    ts: 0,
    sessionId: "s",
    receivedAtMs: 0,
    skewMs: 0,
    droppedFieldCount: 0,
    expiresAt: 1,
    matchMs: 250,
    iceOk: true,
  });
  const text = exposition(rtcFamilies(aggregate));
  const quantiles = text.matchAll(/^parley_match_seconds\{quantile="(.+)"\}/gm);
  deepEqual([...quantiles].map(([, one]) => one), ["0.5", "0.95", "0.99"]);
  match(text, /^parley_match_seconds\{quantile="0\.95"\} 0\.25$/m);
  match(text, /^parley_ice_success_ratio 1$/m);
  equal(text.includes("parley_relay_ratio"), false);
});
