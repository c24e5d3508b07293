/**
 * Joins a check to the browser it runs in: the only module of the check that
 * touches globals.
 *
 * @module
 */

import { MediaError, reasonOfMediaError } from "../media/media.ts";
import { listen } from "../media/listen.ts";
import { createClient } from "../signaling/rest_client.ts";
import { pageTimers } from "../timers.ts";
import type { CheckView } from "./check_deps.ts";
import { CheckRun } from "./check_run.ts";

/**
 * Makes a check with devices, network and clock of this browser.
 *
 * @param onChange Told of every change worth showing.
 */
export function createBrowserCheck(
  onChange: (view: CheckView) => void,
): CheckRun {
  const timers = pageTimers();
  const client = createClient({
    fetch: (...request) => fetch(...request),
    sendBeacon: () => false,
    timers,
    random: Math.random,
  });
  return new CheckRun({
    timers,
    onChange,
    openMedia,
    listen,
    openEvents,
    createConnection: (config) => new RTCPeerConnection(config),
    getIceServers: async () =>
      (await client.iceServers({ attempts: 2 })).iceServers,
    ping: () => client.init({ attempts: 1 }),
  });
}

async function openMedia(
  wanted: MediaStreamConstraints,
): Promise<MediaStream> {
  // Not there on pages without https.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices) throw new MediaError("insecure");
  try {
    return await devices.getUserMedia(wanted);
  } catch (error) {
    throw new MediaError(reasonOfMediaError(error), error);
  }
}

function openEvents(signal: AbortSignal): Promise<void> {
  const source = new EventSource("/api/rtc/events");
  return new Promise<void>((resolve, reject) => {
    const fail = () => reject(new Error("Cannot open the event stream"));
    source.onopen = () => resolve();
    source.onerror = fail;
    signal.addEventListener("abort", fail, { once: true });
  }).finally(() => source.close());
}
