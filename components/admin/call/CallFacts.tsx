/**
 * What is known of the members of a call: path, picture, device, cost.
 *
 * @module
 */

import {
  candidateText,
  freezesText,
  pictureText,
  relayCostText,
} from "@/lib/desk/call_words.ts";
import type { CallMember } from "@/lib/monitoring/overview/call_record.ts";
import { formatBytes } from "@/lib/monitoring/overview/format.ts";
import { QualityMark } from "../QualityMark.tsx";
import { type MemberFact, MemberTable } from "./MemberTable.tsx";

const UNKNOWN = "not known";

const PATH: readonly MemberFact[] = [
  [
    "reached at",
    ({ stats }) => candidateText(stats.localCandidateType, stats.relayProtocol),
  ],
  [
    "reaches the other at",
    ({ stats }) => candidateText(stats.remoteCandidateType),
  ],
  ["restarts", ({ stats }) => stats.restartCount ?? UNKNOWN],
  ["sent", ({ stats }) => formatBytes(stats.bytesUp)],
  ["received", ({ stats }) => formatBytes(stats.bytesDown)],
  ["relay cost", ({ relayCost }) => relayCostText(relayCost)],
];

const DEVICE: readonly MemberFact[] = [
  ["quality", ({ stats }) => <QualityMark level={stats.quality} />],
  ["country", ({ country }) => country === "XX" ? UNKNOWN : country],
  ["device", ({ stats }) => stats.device ?? UNKNOWN],
  ["browser", ({ stats }) => stats.browser ?? UNKNOWN],
  [
    "picture received",
    ({ stats }) =>
      pictureText(stats.downWidth, stats.downHeight, stats.downFps),
  ],
  [
    "freezes",
    ({ stats }) => freezesText(stats.freezeCount, stats.freezeMs),
  ],
  ["figures made in", ({ stats }) => stats.computedOn ?? UNKNOWN],
];

/** The ways between the members. */
export function CallPath({ members }: { members: readonly CallMember[] }) {
  return <MemberTable title="Path and cost" rows={PATH} members={members} />;
}

/** The members themselves. */
export function CallDevices({ members }: { members: readonly CallMember[] }) {
  return <MemberTable title="Members" rows={DEVICE} members={members} />;
}
