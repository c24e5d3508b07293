/**
 * Frames as the browser's own tracing tells of them.
 *
 * @module
 */

import { quantile } from "./load_result.ts";

/** One event of a trace, as far as it is read; times in microseconds. */
interface TraceEvent {
  name: string;
  ts: number;
  ph?: string;
  pid?: number;
  tid?: number;
  dur?: number;
  /** CPU time. */
  tdur?: number;
  args?: { name?: string };
}

/** What the page's thread is busy with. */
export type WorkKind = "script" | "style" | "layout" | "paint" | "other";

/** CPU time of the page's thread in a second, by what it was spent on, ms. */
export type WorkFigures = Record<WorkKind, number>;

/** What a trace says of a stretch of time. */
export interface FrameFigures {
  /** Frames drawn. */
  drawnCount: number;
  /** Frames that the browser meant to draw and did not. */
  droppedCount: number;
  /** Frames drawn in a second. */
  perSecond: number;
  /** 95th percentile of the time between two frames, milliseconds. */
  p95Ms: number;
  /** Longest time between two frames, milliseconds. */
  longestMs: number;
  /** Tasks of the page's thread longer than 50 ms. */
  longTaskCount: number;
}

/** What has to be traced. */
export const FRAME_CATEGORIES = [
  "devtools.timeline",
  "disabled-by-default-devtools.timeline.frame",
  "toplevel",
  "__metadata",
];

const LONG_TASK_US = 50_000;

/**
 * Reads a trace in Chromium's JSON format.
 *
 * @param trace What tracing gave.
 */
export function framesOf(trace: string): FrameFigures {
  const traceEvents = eventsOf(trace);
  const named = (name: string) =>
    traceEvents.filter((event) => event.name === name);
  const drawn = named("DrawFrame").map(({ ts }) => ts).sort((a, b) => a - b);
  const stepsMs = drawn.slice(1).map((ts, i) => (ts - drawn[i]!) / 1_000);
  const lengthMs = stepsMs.reduce((sum, ms) => sum + ms, 0);
  return {
    drawnCount: drawn.length,
    droppedCount: named("DroppedFrame").length,
    perSecond: 1_000 * stepsMs.length / lengthMs,
    p95Ms: quantile(stepsMs.toSorted((a, b) => a - b), 0.95),
    longestMs: stepsMs.reduce((a, b) => Math.max(a, b), 0),
    longTaskCount: named("RunTask")
      .filter(({ dur = 0 }) => dur > LONG_TASK_US).length,
  };
}

function eventsOf(trace: string): TraceEvent[] {
  return (JSON.parse(trace) as { traceEvents: TraceEvent[] }).traceEvents;
}

/** Names of the timeline's events; what lies within one belongs to it. */
const KINDS: Readonly<Record<string, WorkKind>> = {
  FunctionCall: "script",
  EvaluateScript: "script",
  RunMicrotasks: "script",
  TimerFire: "script",
  EventDispatch: "script",
  MajorGC: "script",
  MinorGC: "script",
  "V8.GC_SCAVENGER": "script",
  UpdateLayoutTree: "style",
  Layout: "layout",
  PrePaint: "paint",
  Paint: "paint",
  Layerize: "paint",
  Commit: "paint",
};

/**
 * Adds up what the page's own thread did, by what it was spent on. CPU time, as
 * others on the machine make everything longer.
 *
 * @param trace What tracing gave, in Chromium's JSON format.
 */
export function workOf(trace: string): WorkFigures {
  const all = eventsOf(trace);
  const isMain = (event: TraceEvent) =>
    event.name === "thread_name" && event.args?.name === "CrRendererMain";
  const threads = all.filter(isMain).map(({ pid, tid }) =>
    all.filter((event) =>
      event.ph === "X" && event.pid === pid && event.tid === tid
    )
  );
  // Other pages of the browser have such a thread, too, and rest.
  const works = threads.map((events) => ({ events, sums: sumsOf(events) }));
  const busiest = works.reduce((a, b) =>
    totalOf(b.sums) > totalOf(a.sums) ? b : a
  );
  const { events, sums } = busiest;
  const seconds = (Math.max(...ends(events)) - events[0]!.ts) / 1e6;
  for (const kind of Object.keys(sums) as WorkKind[]) sums[kind] /= seconds;
  return sums;
}

function ends(events: readonly TraceEvent[]): number[] {
  return events.map(({ ts, dur = 0 }) => ts + dur);
}

/** Milliseconds of all kinds together. */
export function totalOf(work: WorkFigures): number {
  return Object.values(work).reduce((a, b) => a + b);
}

/** Milliseconds by kind: each event's time less that of the events within. */
function sumsOf(events: TraceEvent[]): WorkFigures {
  events.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const sums = { script: 0, style: 0, layout: 0, paint: 0, other: 0 };
  const within: { endsAt: number; kind: WorkKind }[] = [];
  for (const { name, ts, dur = 0, tdur = dur } of events) {
    while (within.length > 0 && within.at(-1)!.endsAt <= ts) within.pop();
    const outer = within.at(-1)?.kind;
    const kind = KINDS[name] ?? outer ?? "other";
    sums[kind] += tdur / 1_000;
    if (outer !== undefined) sums[outer] -= tdur / 1_000;
    within.push({ endsAt: ts + dur, kind });
  }
  return sums;
}
