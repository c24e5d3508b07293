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
    });
  }
  for (const event of events) {
    const thread = threads.get(`${event.pid}/${event.tid}`);
    if (thread === undefined || event.ph !== "X") continue;
    // Others on the machine make everything longer, but not by CPU time.
    const ms = (event.tdur ?? event.dur ?? 0) / 1_000;
    if (event.name === "ThreadControllerImpl::RunTask") {
      thread.cpuMs += ms;
      if (ms > LONG_MS) thread.longMs.push(ms);
    }
    if (event.name === "FunctionCall" && isOurs(event)) {
      thread.longestScriptMs = Math.max(thread.longestScriptMs, ms);
    }
  }
  return [...threads.values()];
}

function isOurs({ args }: TraceEvent): boolean {
  return /\/_fresh\/js\/|\/workers\//.test(args?.data?.url ?? "");
}
