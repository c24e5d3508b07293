/**
 * Joins the statistics of calls to the browser. It is loaded with the first
 * call, so that nobody waits for it before Start.
 *
 * @module
 */

import type { Timers } from "../timers.ts";
import {
  CallStatistics,
  type ShownStats,
  type StatsConnection,
} from "./call_statistics.ts";
import { deviceFactsOf } from "./device_facts.ts";
import { FrameMonitor } from "./frame_monitor.ts";
import { StatsComputer } from "./stats_computer.ts";
import { Allowance, StatsEmitter } from "./stats_emitter.ts";

/** What the page says about its statistics. */
export interface BrowserStatisticsOptions {
  /** Address of the bundled worker. */
  readonly workerUrl: string;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Gives the current connection; `null` outside of calls. */
  readonly connection: () => StatsConnection | null;
  /** Told of every new state; of `null` when the call is over. */
  readonly onStats: (shown: ShownStats | null) => void;
  /** Told when the page measures for want of a worker, and when not. */
  readonly onFallback: (isFallback: boolean) => void;
}

/** Makes statistics with worker, network and clock of this browser. */
export function openBrowserStatistics(
  { workerUrl, timers, connection, onStats, onFallback }:
    BrowserStatisticsOptions,
): CallStatistics {
  const allowance = new Allowance();
  const emission = {
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    sendBeacon: (url: string, body: Blob) => navigator.sendBeacon(url, body),
    timers,
    random: Math.random,
    allowance,
  };
  return new CallStatistics({
    connection,
    timers,
    computer: new StatsComputer({
      openWorker: () => new Worker(workerUrl, { type: "module" }),
      timers,
      onFallback,
    }),
    createEmitter: (pairId) => new StatsEmitter(pairId, emission),
    frames: new FrameMonitor({
      requestFrame: (callback) => requestAnimationFrame(callback),
      cancelFrame: (id) => cancelAnimationFrame(id),
      nowMs: () => performance.now(),
      document,
      onLow: (fps) =>
        // deno-lint-ignore no-console -- the page's own log, for its developers
        console.warn(`Parley draws ${Math.round(fps)} frames per second`),
    }),
    isHidden: () => document.hidden,
    device: deviceFactsOf(navigator),
    onStats,
  });
}
