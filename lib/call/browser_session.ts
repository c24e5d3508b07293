/**
 * Joins a call session to the browser it runs in: the only module of the call
 * that touches globals.
 *
 * @module
 */

import { createBeaconSender, KpiReporter } from "./report/kpi_beacon.ts";
import { CallMarks } from "./report/marks.ts";
import { pathOf } from "./report/kpi_path.ts";
import { type DeviceChoice, type MediaKind, openMedia } from "./media/media.ts";
import { openWhatThereIs } from "./media/open_apart.ts";
import { EventChannel } from "./signaling/event_channel.ts";
import { LiveSource } from "./signaling/live_source.ts";
import { createClient } from "./signaling/rest_client.ts";
import { takesServers, withUsableServers } from "./signaling/usable_servers.ts";
import { takeLeftCall, watchReload } from "./reload.ts";
import { CallSession } from "./session.ts";
import type { SessionDeps } from "./session_deps.ts";
import { OtherTabs } from "./other_tabs.ts";
import { pageTimers, type Timers, workerTimers } from "./timers.ts";

/** What the page says about its session. */
export interface BrowserSessionOptions extends Pick<SessionDeps, "onChange"> {
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Tells which devices the visitor wants, whenever some are opened. */
  readonly deviceChoice: () => DeviceChoice;
}

/** Where the tabs of one browser hear of each other. */
const TABS_CHANNEL = "parley.tabs";

/** Makes a session with camera, network and clock of this browser. */
export function createBrowserSession(
  { timers, deviceChoice, onChange }: BrowserSessionOptions,
): CallSession {
  const random = Math.random;
  const storage = openTabStorage();
  const openOne = (kind?: MediaKind) =>
    openMedia(navigator.mediaDevices, { choice: deviceChoice(), kind });
  const tabs = new OtherTabs(
    new BroadcastChannel(TABS_CHANNEL),
    (event) => session.noteOtherTab(event),
  );
  const client = withUsableServers(
    createClient({
      fetch: (...request) => fetch(...request),
      sendBeacon: (url, body) => navigator.sendBeacon(url, body),
      timers,
      random,
    }),
    takesServers((config) => new RTCPeerConnection(config)),
  );
  let identified: Promise<void> | null = null;
  const marks = new CallMarks(performance);
  const reporter = new KpiReporter({
    sessionId: makeSessionId(),
    nowMs: () => timers.nowMs(),
    readPath: async () =>
      pathOf(await session.connection?.getStats() ?? new Map()),
    send: createBeaconSender({
      sendBeacon: (url, body) => navigator.sendBeacon(url, body),
      fetch: (url, init) => fetch(url, init),
    }),
  });
  const reload = watchReload({ document, storage });
  const session = new CallSession({
    onChange(view) {
      reporter.follow(view);
      marks.follow(view.funnel);
      tabs.follow(view.state);
      onChange(view);
    },
    client,
    timers,
    random,
    reload: {
      ...reload,
      leave(call) {
        reporter.noteReload();
        reload.leave(call);
      },
    },
    createConnection,
    createStream: () => new MediaStream(),
    isSavingData: () => networkInformation()?.saveData === true,
    openMedia: (kind) => kind ? openOne(kind) : openWhatThereIs(openOne),
    createSource: (emit) =>
      new LiveSource({
        client,
        timers,
        random,
        emit,
        openChannel: (events) =>
          new EventChannel({
            ...events,
            async fetch(...request) {
              // Without the cookie the first try would be refused. Where it
              // cannot be had, the stream is refused and opened again.
              await (identified ??= client.init().catch(() => {}));
              return await fetch(...request);
            },
            identify: () => client.init(),
            timers,
            random,
          }),
      }),
  });
  watchNetwork(() => session.noteNetworkChange());
  const left = takeLeftCall(storage, timers.nowMs());
  if (left !== null) session.rejoin(left);
  else tabs.ask();
  return session;
}

/** A browser that keeps nothing still lets people talk, until they reload. */
function openTabStorage(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  try {
    return globalThis.sessionStorage;
  } catch {
    return { getItem: () => null, setItem() {}, removeItem() {} };
  }
}

/** Tells when this device is on another network, or on one again. */
function watchNetwork(onChange: () => void): void {
  addEventListener("online", onChange);
  // Where it is missing, `online` has to do.
  networkInformation()?.addEventListener("change", onChange);
}

/** Not in Safari and Firefox. */
function networkInformation():
  | EventTarget & { saveData?: boolean }
  | undefined {
  return (navigator as { connection?: EventTarget }).connection;
}

/** Not `randomUUID()`, which pages over plain http do not have. */
function makeSessionId(): string {
  const parts = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(parts, (part) => part.toString(36)).join("");
}

function createConnection(
  iceServers: RTCIceServer[],
  iceTransportPolicy: RTCIceTransportPolicy,
): RTCPeerConnection {
  return new RTCPeerConnection({
    iceServers,
    iceTransportPolicy,
    // One transport for sound and picture.
    bundlePolicy: "max-bundle",
  });
}

/**
 * Opens timers that keep time in a hidden tab, too, where workers run.
 *
 * @param tickerUrl Address of the bundled ticker worker.
 */
export function openTimers(tickerUrl: string): Timers {
  const fallback = pageTimers();
  try {
    return workerTimers(new Worker(tickerUrl, { type: "module" }), fallback);
  } catch {
    return fallback;
  }
}
