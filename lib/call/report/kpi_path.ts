/**
 * Whether a call runs over our relay, by the W3C's statistics.
 *
 * @module
 */

import {
  type PathStats,
  selectedPathOf,
} from "@/lib/webrtc_stats/selected_path.ts";
import type { PathKind } from "./kpi_beacon.ts";

/** What is read of a candidate besides. */
interface ServerStats extends PathStats {
  /** The server it came from. */
  readonly url?: string;
}

/**
 * Tells the kind of path from a report. That the relay was reached by TLS says
 * `relayProtocol`, not `protocol`; a `tls` relay whose address is not told is
 * one on 443, since we hand out no other.
 *
 * @param report Reports by id, such as an `RTCStatsReport`.
 * @returns What is known; nothing without a selected pair.
 */
export function pathOf(report: ReadonlyMap<string, unknown>): PathKind {
  const all = [...report].map(([id, stats]): ServerStats => ({
    ...stats as ServerStats,
    id,
  }));
  const local = selectedPathOf(all)?.local;
  if (local?.candidateType === undefined) return {};
  if (local.candidateType !== "relay") return { relay: false, turns443: false };
  if (local.relayProtocol === undefined) return { relay: true };
  const isOn443 = local.url === undefined || /:443(\?|$)/.test(local.url);
  return { relay: true, turns443: local.relayProtocol === "tls" && isOn443 };
}
