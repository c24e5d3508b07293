/**
 * One call's series as charts on one axis of time.
 *
 * @module
 */

import type { QualityLevel } from "@/lib/protocol/call_stats.ts";
import type {
  CallMember,
  CallPoint,
  CallRecord,
} from "@/lib/monitoring/overview/call_record.ts";
import type {
  ChartLine,
  ChartPoint,
  LineChartData,
  LineStyle,
} from "./chart_lines.ts";
import type { TimeSpan } from "./time_ticks.ts";
import { memberName } from "./call_words.ts";

/**
 * Silence after which a line breaks, milliseconds: a member tells of itself
 * every ten seconds at least, so two in a row were missed.
 */
const GAP_MS = 25_000;

/** Thinned points lie further apart: a gap is many times what is usual. */
const GAP_FACTOR = 3;

/** The shortest axis of time, milliseconds. */
const SHORTEST_MS = 10_000;

const STYLES: readonly LineStyle[] = ["main", "second", "third", "before"];

/** A stretch of one level of quality. */
export interface QualityBand extends TimeSpan {
  /** The level. */
  readonly level: QualityLevel;
}

/** From the match to the end, or to what is known last. */
export function spanOf(record: CallRecord): TimeSpan {
  const { startedAt, endedAt, members } = record;
  const told = members.flatMap(({ updatedAt, series }) => [
    updatedAt,
    series.at(-1)?.at ?? 0,
  ]);
  const lastAt = endedAt ?? told.reduce((a, b) => Math.max(a, b), 0);
  return { fromMs: startedAt, toMs: Math.max(startedAt + SHORTEST_MS, lastAt) };
}

/** Milliseconds between two points from which on they are not joined. */
export function gapMsOf(series: readonly { at: number }[]): number {
  const steps = series.slice(1).map(({ at }, i) => at - series[i]!.at)
    .sort((a, b) => a - b);
  const usual = steps[Math.floor(steps.length / 2)] ?? 0;
  return Math.max(GAP_MS, GAP_FACTOR * usual);
}

/**
 * Draws one figure of a member; where it is unknown, and where the member was
 * silent, the line breaks.
 */
export function linePoints(
  series: readonly CallPoint[],
  valueOf: (point: CallPoint) => number | undefined,
): ChartPoint[] {
  const gapMs = gapMsOf(series);
  return series.flatMap((point, i): ChartPoint[] => {
    const before = series[i - 1];
    const here: ChartPoint = [point.at, valueOf(point) ?? null];
    return before !== undefined && point.at - before.at > gapMs
      ? [[before.at + 1, null], here]
      : [here];
  });
}

type Figure = Pick<LineChartData, "title" | "unit" | "threshold"> & {
  valueOf: (point: CallPoint) => number | undefined;
};

function both(one: number | undefined, other: number | undefined) {
  return one === undefined && other === undefined
    ? undefined
    : (one ?? 0) + (other ?? 0);
}

/** What is drawn, and from where on it is trouble: DESIGN.md §3, alerts. */
const FIGURES: readonly Figure[] = [
  {
    title: "Received",
    unit: "bps",
    valueOf: (point) => both(point.downAudioBps, point.downVideoBps),
  },
  {
    title: "Sent",
    unit: "bps",
    valueOf: (point) => both(point.upAudioBps, point.upVideoBps),
  },
  {
    title: "Round trip",
    unit: "ms",
    threshold: 300,
    valueOf: ({ rttMs }) => rttMs,
  },
  {
    title: "Loss of what comes in",
    unit: "pct",
    threshold: 5,
    valueOf: ({ lossShare }) =>
      lossShare === undefined ? undefined : 100 * lossShare,
  },
  { title: "Jitter", unit: "ms", valueOf: ({ jitterMs }) => jitterMs },
];

/** Draws a call: its bitrates, round trip, loss and jitter, of every member. */
export function callCharts(record: CallRecord): LineChartData[] {
  const span = spanOf(record);
  const { members, events, alerts } = record;
  const sampleCount = members.reduce((sum, one) => sum + one.sampleCount, 0);
  const marks = [
    ...events.map(({ at, kind }) => ({
      at,
      isBad: kind === "restart" || kind === "stalled",
    })),
    ...alerts.map(({ openedAt }) => ({ at: openedAt, isBad: true })),
  ];
  return FIGURES.map(({ valueOf, ...figure }) => ({
    ...figure,
    span,
    marks,
    sampleCount,
    lines: members.map((member, i): ChartLine => ({
      name: memberName(member.id),
      style: STYLES[i % STYLES.length]!,
      points: linePoints(member.series, valueOf),
    })),
  }));
}

/** Stretches of the levels of one member; where it was silent, none. */
export function qualityBands(
  { series }: Pick<CallMember, "series">,
  { toMs }: TimeSpan,
): QualityBand[] {
  const gapMs = gapMsOf(series);
  const bands: QualityBand[] = [];
  for (const [i, { at, quality }] of series.entries()) {
    if (quality === undefined) continue;
    const nextAt = series[i + 1]?.at ?? toMs;
    const endMs = Math.min(nextAt, at + gapMs);
    const last = bands.at(-1);
    if (last?.level === quality && last.toMs === at) {
      bands[bands.length - 1] = { ...last, toMs: endMs };
    } else {
      bands.push({ level: quality, fromMs: at, toMs: endMs });
    }
  }
  return bands;
}
