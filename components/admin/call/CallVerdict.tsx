/**
 * Where the trouble of a call was, in plain words.
 *
 * @module
 */

import { evidenceText, verdictText } from "@/lib/desk/call_words.ts";
import type { Verdict } from "@/lib/monitoring/overview/call_record.ts";
import { CircleCheck, TriangleAlert } from "../../report_icons.tsx";

/** The verdict, and what speaks for it. */
export function CallVerdict({ verdict }: { verdict: Verdict }) {
  const isWell = verdict.place === "none";
  return (
    <section class="panel verdict" data-well={isWell ? "" : undefined}>
      {isWell ? <CircleCheck size={22} /> : <TriangleAlert size={22} />}
      <h2>{verdictText(verdict)}</h2>
      {verdict.evidence.length > 0 && (
        <ul aria-label="Evidence">
          {verdict.evidence.map((one, i) => (
            <li key={i}>{evidenceText(one)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
