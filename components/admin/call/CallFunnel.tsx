/**
 * How a call came about, step by step, for every member.
 *
 * @module
 */

import { reachedText, stepText } from "@/lib/desk/call_words.ts";
import type { CallMember } from "@/lib/monitoring/overview/call_record.ts";
import { FUNNEL_STEPS } from "@/lib/protocol/funnel_steps.ts";
import { type MemberFact, MemberTable } from "./MemberTable.tsx";

const STEPS: readonly MemberFact[] = [
  ...FUNNEL_STEPS.map((step): MemberFact => [
    stepText(step),
    ({ funnel }) => {
      const { text, isMissing } = reachedText(funnel, step);
      return isMissing ? <span data-missing="">{text}</span> : text;
    },
  ]),
  ["end", ({ reason }) => reason?.replaceAll("-", " ") ?? "–"],
];

/** The steps, and when each member reached them. */
export function CallFunnel({ members }: { members: readonly CallMember[] }) {
  return (
    <MemberTable
      title="Funnel"
      note="after asking for a partner"
      rows={STEPS}
      members={members}
    />
  );
}
