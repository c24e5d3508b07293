/**
 * Where a call ended before its time, and why there is no camera: stable codes,
 * put into words by the catalogue and counted as they are.
 *
 * @module
 */

/** Why camera and microphone are not to be had. */
export type MediaErrorReason =
  | "denied"
  | "no-device"
  | "in-use"
  | "insecure"
  | "unknown";

/**
 * Every reason for which a call fails.
 *
 * - `no-offer`, `no-answer`, `no-candidates`: the other side fell silent.
 * - `negotiation-failed`: what the two browsers sent did not fit together.
 * - `ice-failed`: no path between the two networks.
 * - `relay-refused`: no path, and our relay turned us away.
 * - `dtls-failed`: a path, and no secure session on it.
 * - `connection-lost`: a running call broke off, and our network with it.
 * - `peer-lost`: a running call broke off, and our network was fine.
 * - `signal-lost`: our own server is out of reach.
 * - `refused`: the server did not let us in.
 */
export const FAILURE_REASONS = [
  "no-offer",
  "no-answer",
  "no-candidates",
  "negotiation-failed",
  "ice-failed",
  "relay-refused",
  "dtls-failed",
  "connection-lost",
  "peer-lost",
  "signal-lost",
  "refused",
] as const;

/** Why a call failed. */
export type FailureReason = typeof FAILURE_REASONS[number];
