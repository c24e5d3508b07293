/**
 * What is known of the path of a running call, and what follows from it: when
 * to restart ICE, when to give up, and what to tell the visitor. Pure functions;
 * the clock comes in as a figure.
 *
 * @module
 */

/** How long a path may be `disconnected` before ICE is restarted, ms. */
export const DISCONNECTED_MS = 3_000;
/** Shortest time between two restarts that were both heard, milliseconds. */
export const COOL_DOWN_MS = 15_000;
/** How long a restart waits that could not be sent, milliseconds. */
export const RESEND_MS = 3_000;
/** How long a call is broken before it is given up, milliseconds. */
export const GIVE_UP_MS = 30_000;

/** Something that tells of the path. */
export type PathEvent =
  /** What the browser says of its transport. */
  | "connected"
  | "disconnected"
  | "failed"
  /** We send, and nothing comes back; and the end of that. */
  | "stalled"
  | "flowing"
  /** Our device is on another network, or on one again. */
  | "network-changed"
  /** The other side asks for a restart. */
  | "restart-asked"
  /** A restart was begun. */
  | "restarted"
  /** It could not be told to the other side. */
  | "restart-lost"
  /** The other side's page was loaded anew: our connection leads nowhere. */
  | "peer-replaced"
  /** What the other side says of its connection. */
  | "peer-reconnecting"
  | "peer-connected";

/** What is known of a path. */
export interface PathHealth {
  /** What the browser says. */
  readonly transport: "connected" | "disconnected" | "failed";
  /** Whether we send and nothing comes back. */
  readonly isStalled: boolean;
  /** Since when it is broken as we see it, Unix ms; `null` while it is not. */
  readonly brokenSinceMs: number | null;
  /** Since when the other side says that it reconnects; `null` when not. */
  readonly peerSinceMs: number | null;
  /** Whether a restart is wanted though nothing is seen to be broken. */
  readonly isRestartAsked: boolean;
  /** Earliest moment of the next restart, Unix milliseconds. */
  readonly restartNotBeforeMs: number;
  /** Whether the last restart did not get out. */
  readonly isRestartLost: boolean;
}

/** What a visitor sees of a broken path. */
export interface Trouble {
  /** Whose connection it is, as far as one can tell. */
  readonly side: "us" | "peer";
  /** Since when, Unix milliseconds. */
  readonly sinceMs: number;
}

/** A path that has just come about. */
export const HEALTHY: PathHealth = {
  transport: "connected",
  isStalled: false,
  brokenSinceMs: null,
  peerSinceMs: null,
  isRestartAsked: false,
  restartNotBeforeMs: 0,
  isRestartLost: false,
};

/** A call that a page which was loaded anew goes on with: all is to be made. */
export function brokenPath(nowMs: number): PathHealth {
  return { ...HEALTHY, transport: "failed", brokenSinceMs: nowMs };
}

/** Takes note of something. */
export function followPath(
  health: PathHealth,
  event: PathEvent,
  nowMs: number,
): PathHealth {
  const next = { ...health, ...changeBy(health, event, nowMs) };
  const isBroken = next.transport !== "connected" || next.isStalled;
  return {
    ...next,
    brokenSinceMs: isBroken ? health.brokenSinceMs ?? nowMs : null,
  };
}

function changeBy(
  { peerSinceMs, isRestartLost }: PathHealth,
  event: PathEvent,
  nowMs: number,
): Partial<PathHealth> {
  switch (event) {
    case "connected":
      // Whatever was asked for or told is answered by this.
      return { transport: event, peerSinceMs: null, isRestartAsked: false };
    case "disconnected":
    case "failed":
      return { transport: event };
    case "stalled":
    case "flowing":
      return { isStalled: event === "stalled" };
    case "network-changed":
      return {
        isRestartAsked: true,
        ...(isRestartLost && { restartNotBeforeMs: nowMs }),
      };
    case "restart-asked":
      return { isRestartAsked: true };
    case "restarted":
      return {
        isRestartAsked: false,
        isRestartLost: false,
        restartNotBeforeMs: nowMs + COOL_DOWN_MS,
      };
    case "restart-lost":
      return {
        isRestartAsked: true,
        isRestartLost: true,
        restartNotBeforeMs: nowMs + RESEND_MS,
      };
    case "peer-replaced":
      return { transport: "failed", restartNotBeforeMs: nowMs };
    case "peer-reconnecting":
      return { peerSinceMs: peerSinceMs ?? nowMs };
    case "peer-connected":
      return { peerSinceMs: null };
  }
}

/**
 * Tells when to restart ICE.
 *
 * @returns Unix milliseconds, perhaps in the past; `null` for not at all.
 */
export function restartAtMs(
  {
    transport,
    isStalled,
    brokenSinceMs,
    isRestartAsked,
    restartNotBeforeMs,
  }: PathHealth,
): number | null {
  if (transport === "failed" || isStalled || isRestartAsked) {
    return restartNotBeforeMs;
  }
  if (transport === "connected" || brokenSinceMs === null) return null;
  return Math.max(brokenSinceMs + DISCONNECTED_MS, restartNotBeforeMs);
}

/** Says what the visitor is told: whichever side was in trouble first. */
export function troubleOf(
  { brokenSinceMs, peerSinceMs }: PathHealth,
): Trouble | null {
  if (peerSinceMs !== null && peerSinceMs < (brokenSinceMs ?? Infinity)) {
    return { side: "peer", sinceMs: peerSinceMs };
  }
  return brokenSinceMs === null ? null : { side: "us", sinceMs: brokenSinceMs };
}

/** Tells when the trouble has lasted long enough; `null` while there is none. */
export function giveUpAtMs(health: PathHealth): number | null {
  const trouble = troubleOf(health);
  return trouble && trouble.sinceMs + GIVE_UP_MS;
}
