/**
 * What the check page checks, what it may find and what follows from it:
 * stable codes, put into words by the catalogue.
 *
 * @module
 */

/** Everything that is checked, in the order it is shown. */
export const CHECKS = [
  "camera",
  "microphone",
  "server",
  "events",
  "stun",
  "turn-udp",
  "turn-tcp",
  "turn-tls",
] as const;

/** One thing that is checked. */
export type CheckId = typeof CHECKS[number];

/**
 * Everything that may be wrong.
 *
 * - `camera-…`, `microphone-…`: refused, not there, taken by another program,
 *   open but without picture or sound, or the browser does not say.
 * - `insecure`: a page without https gets no devices.
 * - `server-…`, `events-held-up`: our own server, and its news.
 * - `stun-blocked`, `relay-…-blocked`: no answer through this network.
 * - `relay-refused`, `relay-full`: the relay answers, and says no.
 * - `no-stun`, `no-relay`: the site has no such server.
 * - `server-unused`: the browser refuses to ask it, so nothing is known of it.
 * - `unsupported`: the browser cannot make calls.
 */
export type CheckProblem =
  | "camera-denied"
  | "camera-missing"
  | "camera-busy"
  | "camera-dark"
  | "camera-unknown"
  | "microphone-denied"
  | "microphone-missing"
  | "microphone-busy"
  | "microphone-silent"
  | "microphone-unknown"
  | "insecure"
  | "server-unreachable"
  | "server-slow"
  | "events-held-up"
  | "stun-blocked"
  | "relay-udp-blocked"
  | "relay-tcp-blocked"
  | "relay-tls-blocked"
  | "relay-refused"
  | "relay-full"
  | "no-stun"
  | "no-relay"
  | "server-unused"
  | "unsupported";

/** Where a check stands. */
export type CheckResult =
  | { readonly status: "idle" | "running" }
  | {
    readonly status: "ok";
    /** How long the answer took, milliseconds, where that says anything. */
    readonly tookMs?: number;
  }
  | {
    /** Calls get worse, fail, or the site does without. */
    readonly status: "warning" | "failed" | "skipped";
    readonly problem: CheckProblem;
  };

/** All checks, by name. */
export type CheckResults = Readonly<Record<CheckId, CheckResult>>;

/** What all of it means for a call. */
export type Verdict =
  | "idle"
  | "running"
  | "good"
  | "impaired"
  | "relay-only"
  | "direct-only"
  | "uncertain"
  | "no-relay"
  | "no-device"
  | "no-server"
  | "no-path";
