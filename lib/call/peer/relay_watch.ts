/**
 * Whether our relays take a connection, or turn it away.
 *
 * @module
 */

/**
 * Answers by which a TURN server refuses (RFC 8656 §18, RFC 8489 §14.8):
 * credentials that are wrong, too old or not allowed.
 */
export const REFUSED_CODES: readonly number[] = [401, 403, 431, 437, 441];

/** Answers by which it says that it is full (RFC 8656 §18). */
export const FULL_CODES: readonly number[] = [486, 508];

/** What is known of a connection's relays. */
export type RelayAnswer =
  /** One took it, none was asked, or none answered yet. */
  | "none-refused"
  /** It was turned away; there may be other ways. */
  | "refused"
  /** It was turned away, and its address is hidden: there is no other way. */
  | "only-way-refused";

/** The part of a connection that is needed. */
export type WatchedConnection = Pick<
  RTCPeerConnection,
  "addEventListener" | "getConfiguration"
>;

/**
 * Watches a connection from its beginning.
 *
 * @returns Tells what is known by now.
 */
export function watchRelays(connection: WatchedConnection): () => RelayAnswer {
  let isTurnedAway = false;
  let isTaken = false;
  connection.addEventListener("icecandidateerror", ({ errorCode }) => {
    isTurnedAway ||= [...REFUSED_CODES, ...FULL_CODES].includes(errorCode);
  });
  connection.addEventListener("icecandidate", ({ candidate }) => {
    isTaken ||= / typ relay\b/.test(candidate?.candidate ?? "");
  });
  return () => {
    if (!isTurnedAway || isTaken) return "none-refused";
    const { iceTransportPolicy } = connection.getConfiguration();
    return iceTransportPolicy === "relay" ? "only-way-refused" : "refused";
  };
}
