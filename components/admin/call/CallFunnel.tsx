/**
 * How a call came about, step by step, for every member.
 *
 * @module
 */

import { memberName, stepText } from "@/lib/desk/call_words.ts";
import type { CallMember } from "@/lib/monitoring/overview/call_record.ts";
import { formatMs } from "@/lib/monitoring/overview/format.ts";
import { FUNNEL_STEPS } from "@/lib/protocol/funnel_steps.ts";

/** The steps, and when each member reached them. */
export function CallFunnel({ members }: { members: readonly CallMember[] }) {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Funnel</h2>
        <span class="soft">after asking for a partner</span>
      </div>
      <table class="facts">
        <thead>
          <tr>
            <th scope="col">Step</th>
            {members.map(({ id }) => (
              <th key={id} scope="col">{memberName(id)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FUNNEL_STEPS.map((step) => (
            <tr key={step}>
              <th scope="row">{stepText(step)}</th>
              {members.map(({ id, funnel }) => (
                <td
                  key={id}
                  data-missing={funnel[step] === undefined ? "" : undefined}
                >
                  {funnel[step] === undefined
                    ? "not reached"
                    : formatMs(funnel[step])}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">end</th>
            {members.map(({ id, reason }) => (
              <td key={id}>{reason?.replaceAll("-", " ") ?? "–"}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}
