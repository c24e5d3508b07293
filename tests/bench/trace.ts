/**
 * The browser's own record of what its threads did.
 *
 * @module
 */

import type { Browser } from "playwright-core";

/** One entry of a trace, as Chromium writes it; times in microseconds. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ph: string;
  ts: number;
  dur?: number;
  /** CPU time. */
  tdur?: number;
  args?: { name?: string; data?: { url?: string } };
}

/** Tasks of one thread. */
export interface ThreadTasks {
  /** Process it belongs to. */
  pid: number;
  /** Name of the thread, such as `CrRendererMain`. */
  name: string;
  /** CPU time of all tasks, milliseconds. */
  cpuMs: number;
  /** CPU time of tasks above 50 ms, milliseconds each. */
  longMs: number[];
  /** CPU time of the longest run of one of the site's scripts, milliseconds. */
  longestScriptMs: number;
  /**
   * CPU time of each task that made a frame, milliseconds: scripts asked for by
   * the frame, style, layout and paint; on threads that draw pages only.
   */
  frameMs: number[];
}

const LONG_MS = 50;
const CATEGORIES = ["toplevel", "devtools.timeline", "__metadata"];

/** Records what the browser does meanwhile. */
export async function traced(
  browser: Browser,
  work: () => Promise<void>,
): Promise<ThreadTasks[]> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    events.push(...value as unknown as TraceEvent[]);
  });
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: CATEGORIES },
  });
  await work();
  const isDone = new Promise((resolve) =>
    session.once("Tracing.tracingComplete", resolve)
  );
  await session.send("Tracing.end");
  await isDone;
  await session.detach();
  return tasksOf(events);
}

function tasksOf(events: readonly TraceEvent[]): ThreadTasks[] {
  const threads = new Map<string, ThreadTasks>();
  for (const { name, pid, tid, args } of events) {
    if (name !== "thread_name") continue;
    threads.set(`${pid}/${tid}`, {
      pid,
      name: args?.name ?? "",
      cpuMs: 0,
      longMs: [],
      longestScriptMs: 0,
      frameMs: [],
    });
  }
  const frames = frameTasks(events);
  for (const event of events) {
    const thread = threads.get(`${event.pid}/${event.tid}`);
    if (thread === undefined || event.ph !== "X") continue;
    // Others on the machine make everything longer, but not by CPU time.
    const ms = (event.tdur ?? event.dur ?? 0) / 1_000;
    if (event.name === "ThreadControllerImpl::RunTask") {
      thread.cpuMs += ms;
      if (ms > LONG_MS) thread.longMs.push(ms);
      if (frames.isIn(event)) thread.frameMs.push(ms);
    }
    if (event.name === "FunctionCall" && isOurs(event)) {
      thread.longestScriptMs = Math.max(thread.longestScriptMs, ms);
    }
  }
  return [...threads.values()];
}

/**
 * Tells which tasks made a frame: within them the page's scripts were asked for
 * the next one, as they are for every frame while somebody counts.
 */
function frameTasks(events: readonly TraceEvent[]) {
  const starts = new Map<string, number[]>();
  for (const { name, pid, tid, ts } of events) {
    if (name !== "FireAnimationFrame") continue;
    const thread = `${pid}/${tid}`;
    const known = starts.get(thread) ?? [];
    known.push(ts);
    starts.set(thread, known);
  }
  for (const known of starts.values()) known.sort((a, b) => a - b);
  return {
    isIn({ pid, tid, ts, dur = 0 }: TraceEvent): boolean {
      const known = starts.get(`${pid}/${tid}`) ?? [];
      const next = known[firstAtOrAfter(known, ts)];
      return next !== undefined && next <= ts + dur;
    },
  };
}

function firstAtOrAfter(sorted: readonly number[], least: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < least) from = middle + 1;
    else to = middle;
  }
  return from;
}

function isOurs({ args }: TraceEvent): boolean {
  return /\/_fresh\/js\/|\/workers\//.test(args?.data?.url ?? "");
}
