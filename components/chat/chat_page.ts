/**
 * The chat page as its island has it: open from the first paint to the last.
 *
 * @module
 */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type BrowserPage, openBrowserPage } from "@/lib/call/browser_page.ts";
import type { CallSession } from "@/lib/call/session.ts";
import { drawnAfterMs, showLatest } from "@/lib/call/show_latest.ts";
import type { ShownStats } from "@/lib/call/stats/call_statistics.ts";
import { pageTimers } from "@/lib/call/timers.ts";
import { type CallView, INITIAL_VIEW } from "@/lib/call/view.ts";
import type { Wishes } from "./wishes.ts";

/** Addresses of the bundled workers. */
export interface WorkerUrls {
  /** Keeps time in hidden tabs. */
  tickerUrl: string;
  /** Measures calls. */
  statsWorkerUrl: string;
}

/** What the page shows, and what it does by. */
export interface ChatPage {
  /** The visit as it is seen. */
  readonly view: ReadonlySignal<CallView>;
  /** What holds the visit; `null` until the page is alive. */
  readonly page: ReadonlySignal<BrowserPage | null>;
  /** Whether a start waits for a network. */
  readonly isOffline: ReadonlySignal<boolean>;
  /** Whether somebody came while the page was in the background. */
  readonly isCalling: ReadonlySignal<boolean>;
  /** What is measured of the call; `null` outside of calls. */
  readonly stats: ReadonlySignal<ShownStats | null>;
  /** Whether the page measures without its worker. */
  readonly isFallback: ReadonlySignal<boolean>;
  /** The visit; `null` until the page is alive. */
  session(): CallSession | null;
}

/**
 * Opens the page, and closes it with the island.
 *
 * @param wishes What the visitor wishes, kept from their last visit.
 * @param onOpen Told once the page is alive.
 */
export function useChatPage(
  { tickerUrl, statsWorkerUrl }: WorkerUrls,
  wishes: Wishes,
  onOpen: (page: BrowserPage) => void,
): ChatPage {
  const view = useSignal<CallView>(INITIAL_VIEW);
  const page = useSignal<BrowserPage | null>(null);
  const isOffline = useSignal(false);
  const isCalling = useSignal(false);
  const stats = useSignal<ShownStats | null>(null);
  const isFallback = useSignal(false);
  useEffect(() => {
    wishes.restore();
    const show = showLatest(INITIAL_VIEW, {
      show: (next) => view.value = next,
      waitMs: drawnAfterMs,
      after: pageTimers().after,
    });
    const own = openBrowserPage({
      tickerUrl,
      statsWorkerUrl,
      deviceChoice: wishes.deviceChoice,
      onChange: show,
      onOffline: (isNow) => isOffline.value = isNow,
      onCalling: (isNow) => isCalling.value = isNow,
      onStats: (next) => stats.value = next,
      onFallback: (isNow) => isFallback.value = isNow,
    });
    wishes.apply(own.session);
    onOpen(own);
    page.value = own;
    return () => own.close();
  }, []);
  const session = () => page.peek()?.session ?? null;
  return { view, page, isOffline, isCalling, stats, isFallback, session };
}
