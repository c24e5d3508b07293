/**
 * Whether a call runs over our relay, by the W3C's statistics.
 *
 * @module
 */

import type { PathKind } from "./kpi_beacon.ts";

/** The fields of a statistics report that tell of the path. */
interface PathStats {
  type?: string;
  /** Of a transport. */
  selectedCandidatePairId?: string;
  /** Of a candidate pair; only Firefox before 153 has it. */
  selected?: boolean;
  /** Of a candidate pair. */
  localCandidateId?: string;
  /** Of a candidate. */
  candidateType?: string;
  /** Of a relayed candidate. */
  relayProtocol?: string;
  /** Of a candidate: the server it came from. */
  url?: string;
}

/**
 * Tells the kind of path from a report.
 *
 * Source: W3C webrtc-stats, RTCTransportStats.selectedCandidatePairId. Only
 * our own candidate counts: the other side's relay is the other side's. That
 * the relay was reached by TLS says `relayProtocol`, not `protocol`; a `tls`
 * relay whose address is not told is one on 443, since we hand out no other.
 *
 * @param report Reports by id, such as an `RTCStatsReport`.
 * @returns What is known; nothing without a selected pair.
 */
export function pathOf(report: ReadonlyMap<string, unknown>): PathKind {
  const stats = report as ReadonlyMap<string, PathStats>;
  const all = [...stats.values()];
  const pairId = all.find(({ type, selectedCandidatePairId }) =>
    type === "transport" && selectedCandidatePairId
  )?.selectedCandidatePairId;
  const pair = pairId === undefined
    ? all.find(({ type, selected }) => type === "candidate-pair" && selected)
    : stats.get(pairId);
  const local = stats.get(pair?.localCandidateId ?? "");
  if (local?.candidateType === undefined) return {};
  if (local.candidateType !== "relay") return { relay: false, turns443: false };
  if (local.relayProtocol === undefined) return { relay: true };
  const isOn443 = local.url === undefined || /:443(\?|$)/.test(local.url);
  return { relay: true, turns443: local.relayProtocol === "tls" && isOn443 };
}
