/**
 * Finds out whether one kind of STUN or TURN server can be reached: gathers
 * candidates with nothing but it and looks at what comes.
 *
 * @module
 */

import type { IceServer } from "@/lib/protocol/ice_servers.ts";
import { FULL_CODES, REFUSED_CODES } from "../peer/relay_watch.ts";
import type { Timers } from "../timers.ts";

/** How a probe ended. */
export type ProbeOutcome =
  | {
    readonly isReached: true;
    /** How long it took, milliseconds. */
    readonly tookMs: number;
  }
  | {
    readonly isReached: false;
    /** Nothing came; the server said no; it said that it is full. */
    readonly why: "no-answer" | "refused" | "full";
  };

/** What a probe needs. */
export interface ProbeDeps {
  /** Makes a connection that nobody answers. */
  readonly createConnection: (config: RTCConfiguration) => RTCPeerConnection;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Aborted when nobody waits for the outcome any more. */
  readonly signal: AbortSignal;
}

/** How long an answer is waited for, milliseconds. */
export const PROBE_TIMEOUT_MS = 10_000;

/** Asks relays for an address of theirs. */
export function probeRelay(
  deps: ProbeDeps,
  iceServers: IceServer[],
): Promise<ProbeOutcome> {
  return probe(deps, { iceServers, iceTransportPolicy: "relay" });
}

/** Asks STUN servers how we look from outside. */
export function probeStun(
  deps: ProbeDeps,
  iceServers: IceServer[],
): Promise<ProbeOutcome> {
  return probe(deps, { iceServers, iceTransportPolicy: "all" });
}

async function probe(
  { createConnection, timers, signal }: ProbeDeps,
  config: RTCConfiguration,
): Promise<ProbeOutcome> {
  const startedAt = timers.nowMs();
  const connection = createConnection(config);
  const wanted = config.iceTransportPolicy === "relay" ? "relay" : "srflx";
  const errorCodes: number[] = [];
  let hasHost = false;
  let cancel = () => {};
  try {
    const reached = new Promise<boolean>((resolve) => {
      const giveUp = () => resolve(false);
      signal.addEventListener("abort", giveUp, { once: true });
      const cancelAlarm = timers.after(PROBE_TIMEOUT_MS, giveUp);
      cancel = () => {
        signal.removeEventListener("abort", giveUp);
        cancelAlarm();
      };
      connection.onicecandidateerror = ({ errorCode }) =>
        void errorCodes.push(errorCode);
      connection.onicecandidate = ({ candidate }) => {
        const type = typeOf(candidate);
        if (type === wanted) resolve(true);
        if (type === "host") hasHost = true;
        // A machine that has its public address itself gets no second one.
        if (candidate === null) {
          resolve(
            wanted === "srflx" && hasHost && errorCodes.length === 0,
          );
        }
      };
    });
    connection.createDataChannel("check");
    await connection.setLocalDescription(await connection.createOffer());
    return await reached
      ? { isReached: true, tookMs: timers.nowMs() - startedAt }
      : { isReached: false, why: whyOf(errorCodes) };
  } finally {
    cancel();
    connection.close();
  }
}

/** Old browsers give the line alone. */
function typeOf(candidate: RTCIceCandidate | null): string | undefined {
  return / typ (\w+)/.exec(candidate?.candidate ?? "")?.[1];
}

function whyOf(codes: readonly number[]): "no-answer" | "refused" | "full" {
  if (codes.some((code) => FULL_CODES.includes(code))) return "full";
  return codes.some((code) => REFUSED_CODES.includes(code))
    ? "refused"
    : "no-answer";
}
