/**
 * What is known of the members of a call: path, picture, device, cost.
 *
 * @module
 */

import {
  candidateText,
  memberName,
  pictureText,
  relayCostText,
} from "@/lib/desk/call_words.ts";
import type { CallMember } from "@/lib/monitoring/overview/call_record.ts";
import { formatBytes, formatMs } from "@/lib/monitoring/overview/format.ts";
import { QualityMark } from "../QualityMark.tsx";
import type { ComponentChildren } from "preact";

type Fact = readonly [
  name: string,
  of: (member: CallMember) => ComponentChildren,
];

const UNKNOWN = "not known";

const PATH: readonly Fact[] = [
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

const DEVICE: readonly Fact[] = [
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
    ({ stats }) =>
      stats.freezeCount === undefined
        ? UNKNOWN
        : `${stats.freezeCount}, ${formatMs(stats.freezeMs)} in all`,
  ],
  ["figures made in", ({ stats }) => stats.computedOn ?? UNKNOWN],
];

/** The ways between the members. */
export function CallPath({ members }: { members: readonly CallMember[] }) {
  return <Facts title="Path and cost" facts={PATH} members={members} />;
}

/** The members themselves. */
export function CallDevices({ members }: { members: readonly CallMember[] }) {
  return <Facts title="Members" facts={DEVICE} members={members} />;
}

function Facts(
  { title, facts, members }: {
    title: string;
    facts: readonly Fact[];
    members: readonly CallMember[];
  },
) {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{title}</h2>
      </div>
      <table class="facts">
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">What</span>
            </th>
            {members.map(({ id }) => (
              <th key={id} scope="col">{memberName(id)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {facts.map(([name, of]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {members.map((member) => <td key={member.id}>{of(member)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
