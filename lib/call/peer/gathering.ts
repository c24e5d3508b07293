/**
 * Waits for the addresses that a connection finds of its own side.
 *
 * @module
 */

import type { Timers } from "../timers.ts";

/**
 * Milliseconds that an offer made ahead waits for its candidates. Those of the
 * network card come at once and STUN's within a few hundred; whatever is slower
 * follows on its own.
 */
export const GATHERING_MS = 1_000;

/**
 * Waits until all candidates are found, for {@link GATHERING_MS} at most.
 *
 * @param signal Aborted when nobody waits any more.
 */
export function gathered(
  connection: Pick<
    RTCPeerConnection,
    "iceGatheringState" | "onicegatheringstatechange"
  >,
  timers: Timers,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(GATHERING_MS, done);
    function done(): void {
      cancel();
      signal.removeEventListener("abort", done);
      connection.onicegatheringstatechange = null;
      resolve();
    }
    function check(): void {
      if (connection.iceGatheringState === "complete") done();
    }
    connection.onicegatheringstatechange = check;
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
    else check();
  });
}
