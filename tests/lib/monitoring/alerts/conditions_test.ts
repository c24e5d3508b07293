import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { KPI_LIFE_MS } from "@/lib/monitoring/calls/kpi_store.ts";
import {
  type HttpObservation,
  httpReadings,
  type HttpTraffic,
} from "@/lib/monitoring/alerts/http_conditions.ts";
import {
  poorCallsReading,
  rtcReadings,
} from "@/lib/monitoring/alerts/rtc_conditions.ts";
import type { Reading } from "@/lib/monitoring/alerts/rule.ts";
import { rulesOf } from "@/lib/monitoring/alerts/rules.ts";
import {
  ALERT_ENVIRONMENT,
  toAlertSettings,
} from "@/lib/monitoring/alerts/settings.ts";
import { RtcAggregate } from "@/lib/monitoring/calls/aggregate.ts";
import { spread } from "@/tests/spread.ts";

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;
const DAY_0 = Math.floor(1_787_400_000_000 / DAY_MS) * DAY_MS;
const environment = z.object(ALERT_ENVIRONMENT);
const settings = toAlertSettings(environment.parse({}));

const QUIET: HttpTraffic = {
  requestCount: 0,
  errorCount: 0,
  sizeBytes: 0,
  p95Ms: undefined,
};

function observe(fields: Partial<HttpObservation>): HttpObservation {
  return {
    windowMs: 300_000,
    total: QUIET,
    routes: new Map(),
    hours: new Map(),
    ...fields,
  };
}

function valueOf(
  readings: readonly Reading[],
  kind: string,
  subject = "all",
): number | undefined {
  return readings.find((r) => r.kind === kind && r.subject === subject)?.value;
}

const hour = (requestCount: number, sizeBytes = 0) => ({
  requestCount,
  sizeBytes,
  errorCount: 0,
});

Deno.test("httpReadings() gives error rate and latency for all and by route", () => {
  const busy = { requestCount: 40, errorCount: 10, sizeBytes: 0, p95Ms: 250 };
  const readings = httpReadings(
    observe({ total: busy, routes: new Map([["GET /a", busy]]) }),
    settings,
  );
  equal(valueOf(readings, "http-error-rate"), 25);
  equal(valueOf(readings, "http-error-rate", "GET /a"), 25);
  equal(valueOf(readings, "http-latency", "GET /a"), 250);
});

Deno.test("httpReadings() draws no share from a handful of requests", () => {
  const few = { requestCount: 3, errorCount: 3, sizeBytes: 0, p95Ms: 9_000 };
  const readings = httpReadings(observe({ total: few }), settings);
  equal(valueOf(readings, "http-error-rate"), undefined);
  equal(valueOf(readings, "http-latency"), undefined);
});

Deno.test("httpReadings() gives bandwidth in megabits per second", () => {
  const total = { ...QUIET, sizeBytes: 300 * 125_000 };
  equal(valueOf(httpReadings(observe({ total }), settings), "bandwidth"), 1);
});

Deno.test("httpReadings() compares traffic with the last day's median hour", () => {
  // 10 Mbit/s for an hour, but one wild hour; now 50 Mbit/s.
  const hours = new Map(
    [10, 10, 900, 10].map((mbps, i) => [
      DAY_0 + i * HOUR_MS,
      hour(1, mbps * 125_000 * 3600),
    ]),
  );
  const total = { ...QUIET, sizeBytes: 50 * 125_000 * 300 };
  const readings = httpReadings(observe({ total, hours }), settings);
  equal(valueOf(readings, "bandwidth-spike"), 5);
  const young = observe({ total, hours: new Map([...hours].slice(0, 2)) });
  equal(valueOf(httpReadings(young, settings), "bandwidth-spike"), undefined);
});

Deno.test("httpReadings() calls no traffic after hours of almost none a spike", () => {
  const hours = new Map(
    [0, 1, 2].map((i) => [DAY_0 + i * HOUR_MS, hour(1, 9)]),
  );
  const total = { ...QUIET, sizeBytes: 30_000_000 };
  const readings = httpReadings(observe({ total, hours }), settings);
  ok(valueOf(readings, "bandwidth-spike")! < settings.bandwidthSpikeRatio);
});

/** Two weeks with busy evenings; the last hour is an evening's. */
function twoWeeks(lastRequestCount: number) {
  const hours = new Map<number, ReturnType<typeof hour>>();
  for (let i = 0; i <= 13 * 24 + 20; i++) {
    const isEvening = i % 24 >= 18 && i % 24 <= 22;
    hours.set(DAY_0 + i * HOUR_MS, hour(isEvening ? 10_000 + i % 7 : 100));
  }
  hours.set(DAY_0 + (13 * 24 + 20) * HOUR_MS, hour(lastRequestCount));
  return hours;
}

Deno.test("httpReadings() compares an hour with the same time of other days", () => {
  const z = (count: number) =>
    valueOf(
      httpReadings(observe({ hours: twoWeeks(count) }), settings),
      "hourly-anomaly",
      "requests",
    )!;
  ok(z(10_003) < 1);
  ok(z(100) > settings.anomalySigma, "a quiet evening stands out");
  ok(z(40_000) > settings.anomalySigma);
});

Deno.test("httpReadings() calls no hour unusual on a young site", () => {
  const hours = new Map([[DAY_0, hour(1)], [DAY_0 + HOUR_MS, hour(1e6)]]);
  const readings = httpReadings(observe({ hours }), settings);
  equal(valueOf(readings, "hourly-anomaly", "requests"), undefined);
});

Deno.test("rtcReadings() measures calls once there are enough of them", () => {
  const aggregate = new RtcAggregate();
  const add = (isLast: boolean) =>
    aggregate.add({
      ts: 0,
      sessionId: "s",
      receivedAtMs: 0,
      skewMs: 0,
      droppedFieldCount: 0,
      expiresAt: KPI_LIFE_MS,
      iceOk: !isLast,
      matchMs: 60_000,
      ttfmMs: 60_800,
      relay: isLast,
    });
  for (let i = 0; i < 9; i++) add(false);
  ok(
    rtcReadings(aggregate, settings).every(({ value }) => value === undefined),
  );
  add(true);
  const readings = rtcReadings(aggregate, settings);
  equal(valueOf(readings, "ice-success"), 90);
  equal(valueOf(readings, "relay-share"), 10);
  ok(Math.abs(valueOf(readings, "first-media")! - 800) <= 8);
});

Deno.test("rtcReadings() judges first media by its 95th percentile", () => {
  const aggregate = new RtcAggregate();
  for (let i = 0; i < 20; i++) {
    const setupMs = i < 17 ? 400 : 6_000;
    aggregate.add({
      ...{ ts: 0, sessionId: "s", receivedAtMs: 0, skewMs: 0 },
      ...{ droppedFieldCount: 0, expiresAt: KPI_LIFE_MS },
      ...{ matchMs: 100, ttfmMs: 100 + setupMs },
    });
  }
  const value = valueOf(rtcReadings(aggregate, settings), "first-media")!;
  ok(Math.abs(value - 6_000) <= 60, `${value} ms`);
});

Deno.test("rulesOf() resolves on the good side of every raise threshold", () => {
  const share = spread(0, 0.99);
  fc.assert(fc.property(share, (resolveShare) => {
    for (const rule of rulesOf({ ...settings, resolveShare })) {
      const isInside = rule.troubleIs === "above"
        ? rule.resolveAt < rule.raiseAt
        : rule.resolveAt > rule.raiseAt;
      ok(isInside, rule.kind);
    }
  }));
});

Deno.test("rulesOf() wants a fifth of the way back before trouble is over", () => {
  const rules = rulesOf({ ...settings, iceSuccessPct: 90, resolveShare: 0.8 });
  const ice = rules.find(({ troubleIs }) => troubleIs === "below")!;
  equal(ice.raiseAt, 90);
  ok(Math.abs(ice.resolveAt - 92) < 1e-9, `${ice.resolveAt}`);
});

Deno.test("ALERT_ENVIRONMENT names what is wrong with a setting", () => {
  const result = environment.safeParse({
    ALERT_RELAY_PCT: "101",
    ALERT_WEBHOOK_URL: "ftp://example.org",
    ALERT_HTTP_P95_MS: "fast",
  });
  const names = result.error?.issues.map(({ path }) => path[0]).toSorted();
  equal(
    names?.join(),
    "ALERT_HTTP_P95_MS,ALERT_RELAY_PCT,ALERT_WEBHOOK_URL",
  );
});

Deno.test("poorCallsReading() says nothing of few calls, and never more than all", () => {
  const valueOf = (callCount: number, poorCount: number) =>
    poorCallsReading({ callCount, poorCount }, settings).value;
  equal(valueOf(9, 9), undefined);
  equal(valueOf(10, 3), 30);
  equal(valueOf(10, 12), 100);
});
