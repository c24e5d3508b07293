/**
 * What a page measures of its call, and what a reader of the test's own reads
 * of the same connection. Runs in the page, before anything else there.
 *
 * @module
 */

import type { Page } from "playwright-core";
import { meet, type Visitor, type Visitors } from "./browser.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";

/** How a visitor's connections are made. */
export interface ProbeOptions {
  /** Allow a path over the relay by this transport alone; `null` for any. */
  relayBy: "udp" | "tcp" | "tls" | null;
  /** Relays are said to listen there instead. */
  relayPort?: number;
}

/** A reading of what was moved. */
export interface Reading {
  /** When, by the browser's stamp, milliseconds. */
  atMs: number;
  /** Bytes sent over all streams, with their headers. */
  rtpBytes: number;
  /** Bytes sent over the transport, whatever they were. */
  transportBytes: number;
}

/** A state as the worker answered it. */
export interface Measured {
  /** When its report was taken, milliseconds. */
  atMs: number;
  /** The state. */
  stats: CallStats;
}

/** Where the probe leaves its findings. */
interface ProbeWindow {
  probe: {
    measured: Measured[];
    readings: Reading[];
    connections: RTCPeerConnection[];
  };
}

/** Puts the probe into every page that this one becomes. */
export async function installProbe(
  page: Page,
  options: ProbeOptions = { relayBy: null },
): Promise<void> {
  await page.addInitScript(({ relayBy, relayPort }) => {
    const probe: ProbeWindow["probe"] = {
      measured: [],
      readings: [],
      connections: [],
    };
    (globalThis as unknown as ProbeWindow).probe = probe;
    const fits = (url: string) => {
      const scheme = relayBy === "tls" ? "turns:" : "turn:";
      const transport = relayBy === "udp" ? "udp" : "tcp";
      return url.startsWith(scheme) && url.endsWith(`transport=${transport}`);
    };
    const moved = (url: string) =>
      relayPort ? url.replace(/:\d+\?/, `:${relayPort}?`) : url;
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(config: RTCConfiguration = {}) {
        const iceServers = (config.iceServers ?? []).map((server) => ({
          ...server,
          urls: [server.urls].flat().filter(fits).map(moved),
        })).filter(({ urls }) => urls.length > 0);
        super(
          relayBy === null ? { ...config, iceServers: [] } : {
            ...config,
            iceServers,
            iceTransportPolicy: "relay",
          },
        );
        probe.connections.push(this);
      }
    };
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener("message", ({ data }) => {
          const report = data?.meter?.last?.report;
          if (!report) return;
          const atMs = report.find((each: { type: string }) =>
            each.type === "transport"
          ).timestamp;
          probe.measured.push({ atMs, stats: data.meter.stats });
        });
      }
    };
    setInterval(async () => {
      const connection = probe.connections.find(({ connectionState }) =>
        connectionState === "connected"
      );
      if (!connection) return;
      let [atMs, rtpBytes, transportBytes] = [0, 0, 0];
      (await connection.getStats()).forEach((stats) => {
        if (stats.type === "outbound-rtp") {
          rtpBytes += stats.bytesSent + stats.headerBytesSent;
        }
        if (stats.type === "transport") {
          atMs = stats.timestamp;
          transportBytes += stats.bytesSent;
        }
      });
      probe.readings.push({ atMs, rtpBytes, transportBytes });
    }, 100);
  }, options);
}

/** Makes a call between two with probes; the first is the caller. */
export async function callOf(
  visitors: Visitors,
  options: readonly [ProbeOptions?, ProbeOptions?] = [],
): Promise<[Visitor, Visitor]> {
  const both = await visitors.openTwo("/terms");
  for (const [i, { page }] of both.entries()) {
    await installProbe(page, options[i]);
    await page.goto(new URL("/chat", page.url()).href);
  }
  await meet(...both);
  return both;
}

/** Waits until so many states were measured, and gives all of them. */
export async function measuredOf(
  page: Page,
  count: number,
): Promise<Measured[]> {
  await page.waitForFunction(
    (count) =>
      (globalThis as unknown as ProbeWindow).probe.measured.length >= count,
    count,
    { timeout: 60_000 },
  );
  return await page.evaluate(() =>
    (globalThis as unknown as ProbeWindow).probe.measured
  );
}

/** Gives what the test's own reader read. */
export async function readingsOf(page: Page): Promise<Reading[]> {
  return await page.evaluate(() =>
    (globalThis as unknown as ProbeWindow).probe.readings
  );
}
