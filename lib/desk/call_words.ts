/**
 * A call in plain words: who, what happened, and what was wrong.
 *
 * @module
 */

import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type {
  CallEvent,
  CallMember,
  RelayCost,
  Verdict,
  VerdictPlace,
} from "@/lib/monitoring/overview/call_record.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import {
  formatBytes,
  formatClock,
  formatMs,
  formatPct,
} from "@/lib/monitoring/overview/format.ts";

const three = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** Ids begin with the time, so calls differ at a glance by their ends. */
const SHORT_ID_CHARS = 8;

/** Shortens the id of a call for a table. */
export function shortId(pairId: string): string {
  return pairId.slice(-SHORT_ID_CHARS);
}

/** Names a member: `Caller`, `Callee`, and by its id where there are more. */
export function memberName(id: string): string {
  if (id === "a") return "Caller";
  return id === "b" ? "Callee" : `Member ${id}`;
}

const PLACES: Readonly<Record<VerdictPlace, string>> = {
  none: "Nothing was wrong",
  "a-uplink": "The caller's uplink was the trouble",
  "b-uplink": "The callee's uplink was the trouble",
  "a-downlink": "The caller's downlink was the trouble",
  "b-downlink": "The callee's downlink was the trouble",
  path: "The path between the two was the trouble",
  "a-device": "The caller's device was the trouble",
  "b-device": "The callee's device was the trouble",
  unknown: "Nobody can say what was wrong",
};

/** Says where the trouble was. */
export function verdictText({ place }: Verdict): string {
  return PLACES[place];
}

const percent = (share: number) => formatPct(100 * share);

/** What each code says of whom (`caller`, `callee`) and how much of it. */
const EVIDENCE: Readonly<
  Record<string, (value: number, whose: string) => string>
> = {
  "trouble-seconds": (value) =>
    `the trouble lasted ${formatClock(1_000 * value)} min`,
  "uplink-loss": (value, whose) =>
    `${percent(value)} of what the ${whose} sent was lost`,
  "downlink-loss": (value, whose) =>
    `${percent(value)} of what was for the ${whose} was lost`,
  "rtt-ms": (value) => `round trips took ${formatMs(Math.round(value))}`,
  "stalled": () => "nothing came or went",
  "cpu-limited": (value, whose) =>
    `the ${whose}'s processor held it back ${percent(value)} of the time`,
  "frozen": (value, whose) =>
    `the ${whose}'s picture stood still ${percent(value)} of the time`,
  "unexplained": () => "it was poor, and nothing measured says why",
};

/**
 * Says one piece of evidence. Its codes may grow, so one without words of its
 * own is read as it is written: `loss down, caller: 7.3`.
 */
export function evidenceText(
  { code, member, value }: Verdict["evidence"][number],
): string {
  const whose = member === undefined ? "" : memberName(member).toLowerCase();
  const say = Object.hasOwn(EVIDENCE, code) ? EVIDENCE[code] : undefined;
  if (say !== undefined && value !== undefined) return say(value, whose);
  const what = code.replaceAll("-", " ") + (whose === "" ? "" : `, ${whose}`);
  return value === undefined ? what : `${what}: ${three.format(value)}`;
}

const CANDIDATES = {
  host: "its own address",
  srflx: "its router's address",
  prflx: "an address met on the way",
  relay: "a relay",
} as const;

/** Says how a member is reached: `its router's address (srflx)`. */
export function candidateText(
  type: CallStats["localCandidateType"],
  relayProtocol?: CallStats["relayProtocol"],
): string {
  if (type === undefined) return "not known";
  const by = type === "relay" && relayProtocol !== undefined
    ? ` by ${relayProtocol}`
    : "";
  return `${CANDIDATES[type]}${by} (${type})`;
}

/** Says what happened, without to whom. */
export function eventText(event: CallEvent): string {
  switch (event.kind) {
    case "state":
      return event.state;
    case "quality":
      return event.reasons.length === 0
        ? `quality ${event.quality}`
        : `quality ${event.quality}, because of ${event.reasons.join(", ")}`;
    case "path":
      return `path from ${event.local} to ${event.remote}${
        event.relayProtocol === undefined ? "" : ` by ${event.relayProtocol}`
      }`;
    case "restart":
      return `ICE restart, number ${event.count}`;
    case "stalled":
      return event.isStalled ? "nothing comes or goes" : "media flows again";
    case "ended":
      return `ended: ${event.reason.replaceAll("-", " ")}`;
  }
}

const STEPS: Readonly<Record<FunnelStep, string>> = {
  matched: "matched",
  offer: "offer",
  answer: "answer",
  "local-candidate": "own candidate",
  "remote-candidate": "other's candidate",
  ice: "path found",
  dtls: "secured",
  "first-packet": "first packet",
  "first-frame": "first picture",
};

/** Names a step of a call. */
export function stepText(step: FunnelStep): string {
  return STEPS[step];
}

/**
 * Says when a member reached a step. Who told of no step at all may have
 * reached every one of them.
 *
 * @returns Its words, and whether it is known that the step is missing.
 */
export function reachedText(
  funnel: CallMember["funnel"],
  step: FunnelStep,
): { text: string; isMissing: boolean } {
  const ms = funnel[step];
  if (ms !== undefined) return { text: formatMs(ms), isMissing: false };
  return Object.keys(funnel).length === 0
    ? { text: "not told", isMissing: false }
    : { text: "not reached", isMissing: true };
}

/** Says what relaying cost: `$0.012 for 24 MB, no direct path worked`. */
export function relayCostText(cost: RelayCost | null): string {
  if (cost === null) return "nothing was relayed";
  return `$${three.format(cost.cost)} for ${formatBytes(cost.relayedBytes)}, ${
    cost.because === "needed"
      ? "no direct path worked"
      : "asked for, to hide the address"
  }`;
}

/** Says how large a picture is: `1280 × 720, 30 frames/s`. */
export function pictureText(
  width: number | undefined,
  height: number | undefined,
  fps: number | undefined,
): string {
  if (width === undefined || height === undefined) return "not known";
  const rate = fps === undefined ? "" : `, ${Math.round(fps)} frames/s`;
  return `${width} × ${height}${rate}`;
}

/** Says how often a picture stood still, and how long: `3, 1.2 sec in all`. */
export function freezesText(
  count: number | undefined,
  allMs: number | undefined,
): string {
  if (count === undefined) return "not known";
  return allMs === undefined
    ? String(count)
    : `${count}, ${formatMs(allMs)} in all`;
}
