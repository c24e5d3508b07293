/**
 * The live stream joined to what the desk knows: one view that is told anew
 * whenever it changes, and every second, because ages grow.
 *
 * @module
 */

import type { Timers } from "@/lib/call/timers.ts";
import { type LiveState, NOTHING_KNOWN, withNews } from "./live_state.ts";
import { LiveStream, type StreamPhase } from "./live_stream.ts";
import type { LiveNews } from "./live_news.ts";

/** What a page shows of the live stream. */
export interface LiveView {
  /** What is known. */
  readonly state: LiveState;
  /** How the stream is doing. */
  readonly phase: StreamPhase;
  /** Age of the last line, milliseconds; `null` before the first. */
  readonly ageMs: number | null;
  /** Whether a snapshot has come. */
  readonly isComplete: boolean;
  /** The server's time, by its last snapshot, Unix milliseconds. */
  readonly serverNow: number;
  /** Events that were not as agreed. */
  readonly unreadableCount: number;
}

/** What a feed needs from outside. */
export interface LiveFeedDeps {
  /** The page's `fetch`. */
  readonly fetch: typeof fetch;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Source of jitter in [0, 1). */
  readonly random: () => number;
  /** Told of every view. */
  readonly onView: (view: LiveView) => void;
}

const TICK_MS = 1_000;

/** The view before anything came. */
export function firstView(serverNow: number): LiveView {
  return {
    state: NOTHING_KNOWN,
    phase: "connecting",
    ageMs: null,
    isComplete: false,
    serverNow,
    unreadableCount: 0,
  };
}

/**
 * Opens the stream.
 *
 * @returns Closes it.
 */
export function openLiveFeed(deps: LiveFeedDeps): () => void {
  const { timers, onView } = deps;
  let view = firstView(timers.nowMs());
  let heardAt: number | null = null;
  let skewMs = 0;
  function show(change: Partial<LiveView>): void {
    const now = timers.nowMs();
    const ageMs = heardAt === null ? null : now - heardAt;
    view = { ...view, ageMs, serverNow: now + skewMs, ...change };
    onView(view);
  }
  function take(news: readonly LiveNews[]): void {
    const last = news.findLast(({ name }) => name === "snapshot");
    if (last?.name === "snapshot") skewMs = last.data.at - timers.nowMs();
    show({
      state: withNews(view.state, news),
      isComplete: view.isComplete || last !== undefined,
    });
  }
  const stream = new LiveStream({
    ...deps,
    onPhase: (phase) => show({ phase }),
    onHeard: () => void (heardAt = timers.nowMs()),
    onNews: take,
    onUnreadable: () => show({ unreadableCount: view.unreadableCount + 1 }),
  });
  let cancel = timers.after(TICK_MS, tick);
  function tick(): void {
    show({});
    cancel = timers.after(TICK_MS, tick);
  }
  return () => {
    cancel();
    stream.close();
  };
}
