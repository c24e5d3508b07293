/**
 * Packets that got lost, and the jitter of those that came.
 *
 * @module
 */

import type { PlainReport } from "./report.ts";
import { growthOf, ratioOf, type Step, sumOf } from "./steps.ts";

/** Milliseconds after which the other side's last report is too old. */
export const RTCP_FRESH_MS = 15_000;

/**
 * Share of what came in during an interval that was lost, pooled: the packets
 * of all streams are added up, not their shares. A late packet takes its loss
 * back, so the counter may fall, and then nothing was lost. Silence is no
 * loss of 0: nothing is known then.
 *
 * Source: W3C webrtc-stats, RTCReceivedRtpStreamStats.packetsLost.
 *
 * @returns 0 to 1.
 */
export function lossShareOf(inbound: readonly Step[]): number | undefined {
  let [lost, received] = [0, 0];
  for (const step of inbound) {
    const came = growthOf(step, "packetsReceived");
    const [from, to] = [step.before.packetsLost, step.after.packetsLost];
    if (came === undefined || from === undefined || to === undefined) continue;
    received += came;
    lost += Math.max(0, to - from);
  }
  return ratioOf(lost, lost + received);
}

/**
 * Share of what we sent that did not arrive, by the other side's reports. Each
 * tells the share of the time since the one before; they are pooled by what
 * each stream sent.
 *
 * Source: RFC 3550 §6.4.1, "fraction lost".
 *
 * @param outbound What we sent in the interval.
 * @param report The newest report.
 * @param nowMs When it was taken.
 * @returns 0 to 1; `undefined` without a report of late.
 */
export function lossUpShareOf(
  outbound: readonly Step[],
  report: PlainReport,
  nowMs: number,
): number | undefined {
  let [lost, sent] = [0, 0];
  for (const stats of report) {
    if (stats.type !== "remote-inbound-rtp") continue;
    if (stats.fractionLost === undefined) continue;
    if (nowMs - stats.timestamp > RTCP_FRESH_MS) continue;
    const streams = outbound.filter(({ after }) => after.kind === stats.kind);
    const packets = sumOf(streams.map((step) => growthOf(step, "packetsSent")));
    if (packets === undefined) continue;
    sent += packets;
    lost += packets * stats.fractionLost;
  }
  return ratioOf(lost, sent);
}

/**
 * Jitter of what came in. The sound's, where there is any: pictures come in
 * bursts, which look like jitter and are none.
 *
 * @returns Milliseconds.
 */
export function jitterMsOf(inbound: readonly Step[]): number | undefined {
  for (const kind of ["audio", "video"]) {
    const jitters = inbound
      .filter(({ after }) => after.kind === kind && after.jitter !== undefined)
      .filter((step) => (growthOf(step, "packetsReceived") ?? 0) > 0)
      .map(({ after }) => after.jitter! * 1_000);
    if (jitters.length > 0) return Math.max(...jitters);
  }
  return undefined;
}
