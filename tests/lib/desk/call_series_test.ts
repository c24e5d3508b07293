import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  callCharts,
  gapMsOf,
  linePoints,
  qualityBands,
  spanOf,
} from "@/lib/desk/call_series.ts";
import type { CallPoint } from "@/lib/monitoring/overview/call_record.ts";
import { aRecord, aSide } from "./call_records.ts";
import { anAlert } from "./live_calls.ts";

const pointsAt = (...seconds: number[]): CallPoint[] =>
  seconds.map((second) => ({ at: 1_000 * second, rttMs: second }));

Deno.test("spanOf() goes from the match to the end, or to what is known last", () => {
  const members = [
    aSide("a", { updatedAt: 40_000 }),
    aSide("b", { updatedAt: 20_000, series: pointsAt(1, 70) }),
  ];
  deepEqual(spanOf(aRecord({ startedAt: 5_000, members })), {
    fromMs: 5_000,
    toMs: 70_000,
  });
  deepEqual(spanOf(aRecord({ startedAt: 5_000, endedAt: 90_000, members })), {
    fromMs: 5_000,
    toMs: 90_000,
  });
  equal(spanOf(aRecord()).toMs, 10_000, "an axis has a length");
});

Deno.test("linePoints() breaks a line where a member was silent", () => {
  const points = linePoints(pointsAt(0, 10, 50, 60), ({ rttMs }) => rttMs);
  deepEqual(points, [
    [0, 0],
    [10_000, 10],
    [10_001, null],
    [50_000, 50],
    [60_000, 60],
  ]);
});

Deno.test("linePoints() joins thinned points that are all far apart", () => {
  const points = linePoints(
    pointsAt(0, 60, 120, 200, 600),
    ({ rttMs }) => rttMs,
  );
  deepEqual(points.filter(([, value]) => value === null).length, 1);
  equal(gapMsOf(pointsAt(0, 60, 120, 200, 600)), 240_000);
});

Deno.test("linePoints() keeps every value, in order, and makes unknown a gap", () => {
  const series = fc.uniqueArray(
    fc.record({
      at: fc.nat(1_000_000),
      rttMs: fc.option(fc.nat(), { nil: undefined }),
    }),
    { selector: ({ at }) => at },
  ).map((all) =>
    all.sort((a, b) => a.at - b.at).map(({ at, rttMs }): CallPoint =>
      rttMs === undefined ? { at } : { at, rttMs }
    )
  );
  fc.assert(fc.property(series, (points) => {
    const drawn = linePoints(points, ({ rttMs }) => rttMs);
    deepEqual(
      drawn.filter(([, value]) => value !== null),
      points.filter(({ rttMs }) => rttMs !== undefined)
        .map(({ at, rttMs }) => [at, rttMs]),
    );
    deepEqual(drawn, drawn.toSorted(([a], [b]) => a - b));
  }));
});

Deno.test("callCharts() adds audio and video up, and leaves unknown unknown", () => {
  const series: CallPoint[] = [
    { at: 0, downAudioBps: 30, downVideoBps: 900, lossShare: 0.02 },
    { at: 1_000, downAudioBps: 30 },
    { at: 2_000 },
  ];
  const members = [aSide("a", { series, sampleCount: 40 }), aSide("b")];
  const charts = callCharts(aRecord({ members }));
  const drawn = (title: string) =>
    charts.find((chart) => chart.title === title)!.lines[0]!.points
      .map(([, value]) => value);
  deepEqual(drawn("Received"), [930, 30, null]);
  deepEqual(drawn("Loss of what comes in"), [2, null, null]);
  deepEqual(drawn("Sent"), [null, null, null]);
  equal(charts[0]!.sampleCount, 40);
  deepEqual(charts[0]!.lines.map(({ name }) => name), ["Caller", "Callee"]);
  equal(new Set(charts.map(({ span }) => JSON.stringify(span))).size, 1);
});

Deno.test("callCharts() marks what happened, and trouble as trouble", () => {
  const base = { member: "a", at: 5 };
  const [chart] = callCharts(aRecord({
    members: [aSide("a")],
    events: [
      { ...base, kind: "state", state: "connected" },
      { ...base, kind: "restart", count: 1 },
    ],
    alerts: [anAlert("x", { openedAt: 9 })],
  }));
  deepEqual(chart!.marks, [
    { at: 5, isBad: false },
    { at: 5, isBad: true },
    { at: 9, isBad: true },
  ]);
});

Deno.test("qualityBands() join what is equal and end where nobody told", () => {
  const point = (second: number, quality?: "good" | "poor"): CallPoint => ({
    at: 1_000 * second,
    ...(quality !== undefined && { quality }),
  });
  const series = [
    point(0, "good"),
    point(10, "good"),
    point(20, "poor"),
    point(30),
    point(40, "good"),
    point(200, "good"),
  ];
  const bands = qualityBands({ series }, { fromMs: 0, toMs: 205_000 });
  deepEqual(
    bands.map(({ level, fromMs, toMs }) => [level, fromMs / 1e3, toMs / 1e3]),
    [
      ["good", 0, 20],
      ["poor", 20, 30],
      ["good", 40, 70],
      ["good", 200, 205],
    ],
  );
});
