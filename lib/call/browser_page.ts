/**
 * Everything of the chat page that lives as long as it is open, joined to the
 * browser: the session and what surrounds it.
 *
 * @module
 */

import {
  type BrowserSessionOptions,
  createBrowserSession,
  openTimers,
} from "./browser_session.ts";
import type { CallStateName } from "./machine.ts";
import { playChime } from "./media/chime.ts";
import { previewWhileSeen } from "./media/preview.ts";
import { Outage } from "./outage.ts";
import { PageEffects } from "./page_effects.ts";
import type { CallSession } from "./session.ts";
import type { BrowserStatisticsOptions } from "./stats/browser_statistics.ts";
import { LateStatistics } from "./stats/late_statistics.ts";
import { type Lock, WakeLock } from "./wake_lock.ts";

/** What the page says about itself, and is told. */
export interface BrowserPageOptions
  extends
    Omit<BrowserSessionOptions, "timers">,
    Pick<BrowserStatisticsOptions, "onStats" | "onFallback"> {
  /** Address of the bundled ticker worker. */
  readonly tickerUrl: string;
  /** Address of the bundled worker that measures calls. */
  readonly statsWorkerUrl: string;
  /** Told whether a start waits for a network. */
  readonly onOffline: (isOffline: boolean) => void;
  /** Told whether somebody came while the page was in the background. */
  readonly onCalling: (isCalling: boolean) => void;
}

/** An open page. */
export interface BrowserPage {
  /** The visit. */
  readonly session: CallSession;
  /** Holds a start back while there is no network. */
  readonly outage: Outage;
  /** Shows the visitor's own picture before Start, where they may be asked. */
  showPreview(): void;
  /** The same by the visitor's wish: the browser asks them. */
  askPreview(): void;
  /** Ends everything. */
  close(): void;
}

/** Opens the page's visit. */
export function openBrowserPage(
  { onChange, onOffline, onCalling, ...options }: BrowserPageOptions,
): BrowserPage {
  const timers = openTimers(options.tickerUrl);
  const effects = new PageEffects({
    wakeLock: new WakeLock({ request: wakeLockRequest(), document }),
    chime: () => playChime(() => new AudioContext()),
    isHidden: () => document.hidden,
    onCalling,
    events: document,
  });
  let last: CallStateName = "idle";
  const statistics = new LateStatistics(timers, async () => {
    const { openBrowserStatistics } = await import(
      "./stats/browser_statistics.ts"
    );
    return openBrowserStatistics({
      ...options,
      workerUrl: options.statsWorkerUrl,
      timers,
      connection: () => session.connection,
    });
  });
  const session = createBrowserSession({
    ...options,
    timers,
    onChange(view) {
      statistics.follow(view);
      const { name } = view.state;
      if (name !== last) effects.follow(name);
      last = name;
      onChange(view);
    },
  });
  const outage = new Outage(session, {
    events: globalThis,
    isOnline: () => navigator.onLine,
    onWaiting: onOffline,
  });
  let endPreview: (() => void) | undefined;
  const depart = () => {
    statistics.depart();
    session.depart();
  };
  addEventListener("pagehide", depart);
  session.prefetch();
  return {
    session,
    outage,
    showPreview() {
      const { permissions } = navigator;
      endPreview ??= previewWhileSeen(session, { document, permissions });
    },
    askPreview() {
      session.preview({ isAsked: true });
      this.showPreview();
    },
    close() {
      removeEventListener("pagehide", depart);
      endPreview?.();
      session.endPreview();
      outage.close();
      session.stop();
      statistics.close();
      effects.close();
    },
  };
}

/** Deno's types know a `navigator` of servers, too, which has no screen. */
function wakeLockRequest(): (() => Promise<Lock>) | undefined {
  const { wakeLock } = navigator as {
    wakeLock?: { request(type: "screen"): Promise<Lock> };
  };
  return wakeLock && (() => wakeLock.request("screen"));
}
