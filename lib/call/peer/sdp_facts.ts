/**
 * The few facts of descriptions and candidates that we look at ourselves.
 *
 * @module
 */

/**
 * Names the ICE generations that a description is of: its user fragments, new
 * ones with every restart.
 *
 * Source: RFC 8839 §5.4, `ice-ufrag`.
 */
export function ufragsOf(sdp: string): Set<string> {
  return new Set(valuesOf(sdp, "ice-ufrag"));
}

/**
 * Names the ICE generation that a candidate is of; `null` when it does not say.
 *
 * Source: RFC 8838 §10, the extension `ufrag` of a candidate's line.
 */
export function ufragOf(
  { candidate, usernameFragment }: RTCIceCandidateInit,
): string | null {
  return usernameFragment ?? / ufrag (\S+)/.exec(candidate ?? "")?.[1] ?? null;
}

/** Says, as browsers do, that a generation has no more candidates. */
export function endOfCandidates(sdp: string): RTCIceCandidateInit {
  const [usernameFragment] = ufragsOf(sdp);
  return {
    candidate: "",
    sdpMid: "0",
    sdpMLineIndex: 0,
    ...(usernameFragment !== undefined && { usernameFragment }),
  };
}

/**
 * Says whether two descriptions come from different connections: a connection
 * keeps its certificate through every restart. One that names no certificate
 * says nothing.
 *
 * Source: RFC 8122 §5, `fingerprint`.
 */
export function areOfDifferentConnections(one: string, other: string): boolean {
  const [ones, others] = [one, other].map((sdp) =>
    valuesOf(sdp, "fingerprint")
  );
  if (ones!.length === 0 || others!.length === 0) return false;
  return !ones!.some((fingerprint) => others!.includes(fingerprint));
}

/**
 * Says whether Firefox made a description: it alone names itself as the user of
 * the session. To be asked of one as it was sent, since other browsers give it
 * back with a name of their own.
 *
 * Source: RFC 8866 §5.2, `o=`; seen of Firefox 153: `mozilla...THIS_IS_SDPARTA`.
 */
export function isOfFirefox(sdp: string): boolean {
  return /^o=mozilla/m.test(sdp);
}

function valuesOf(sdp: string, attribute: string): string[] {
  const lines = sdp.matchAll(new RegExp(`^a=${attribute}:(.*?)\\r?$`, "gm"));
  return Array.from(lines, ([, value]) => value!.trim());
}
