import { deepEqual, equal } from "node:assert/strict";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import { summarizeRtc } from "@/lib/monitoring/calls/summary.ts";
import { beacon } from "./beacons.ts";

const NOON = Date.UTC(2026, 10, 20, 12);

Deno.test("summarizeRtc() says nothing about what nobody reported", () => {
  const summary = summarizeRtc(new RtcAggregate());
  deepEqual(summary.ttfmMs, { count: 0 });
  equal("iceSuccessPct" in summary, false);
  equal("relayPct" in summary, false);
});

Deno.test("summarizeRtc() counts a relay by TLS as a relay, and no relay as no TLS", () => {
  const aggregate = new RtcAggregate();
  aggregate.add(beacon(NOON, { relay: true, turns443: true }));
  aggregate.add(beacon(NOON, { relay: false }));
  aggregate.add(beacon(NOON, { relay: true }));
  const summary = summarizeRtc(aggregate);
  equal(Math.round(summary.relayPct!), 67);
  equal(summary.turns443Pct, 50);
});

Deno.test("summarizeRtc() draws no share of relays from those that only tell of TLS", () => {
  const aggregate = new RtcAggregate();
  aggregate.add(beacon(NOON, { turns443: true }));
  for (let i = 0; i < 3; i++) aggregate.add(beacon(NOON, { turns443: false }));
  const summary = summarizeRtc(aggregate);
  equal("relayPct" in summary, false);
  equal(summary.turns443Pct, 25);
});

Deno.test("summarizeRtc() tells the wait for a partner from what comes after", () => {
  const aggregate = new RtcAggregate();
  aggregate.add(beacon(NOON, { matchMs: 60_000, ttfmMs: 60_700 }));
  aggregate.add(beacon(NOON, { ttfmMs: 900 }));
  aggregate.add(beacon(NOON, { matchMs: 500 }));
  const { ttfmMs, setupMs } = summarizeRtc(aggregate);
  deepEqual([ttfmMs.min, ttfmMs.max], [900, 60_700]);
  deepEqual([setupMs.count, setupMs.min, setupMs.max], [2, 700, 900]);
});
