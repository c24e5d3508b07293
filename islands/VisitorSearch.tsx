/**
 * What is said where no call fits what is looked for: perhaps it is the id of a
 * visitor, whom the rows do not name.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { EmptyState } from "@/components/admin/States.tsx";
import { shortId } from "@/lib/desk/call_words.ts";
import { findVisitor, mayBeVisitor } from "@/lib/desk/visitor_call.ts";
import type { Match } from "@/lib/protocol/role.ts";

/** What came of asking: a call, or a sentence. */
type Answer = Match | string;

/** Says that no call fits, and offers to ask for the visitor's. */
export default function VisitorSearch({ text }: {
  /** What was looked for. */
  text: string;
}) {
  const answer = useSignal<Answer>("");
  if (!mayBeVisitor(text)) {
    return (
      <EmptyState title="No call fits">
        Look for less, or for another id.
      </EmptyState>
    );
  }
  async function ask() {
    answer.value = "Asking";
    try {
      answer.value = await findVisitor((...args) => fetch(...args), text) ??
        "No visitor of that id is in a call now.";
    } catch {
      answer.value = "The server could not say. Try again.";
    }
  }
  return (
    <EmptyState title="No call has this id">
      If it is a visitor's, the server knows their call. That you asked is noted
      in the audit log, without the id.
      <span class="call-visitor">
        <button type="button" class="desk-button" onClick={ask}>
          Find the visitor's call
        </button>
        <span role="status">
          <AnswerText answer={answer.value} />
        </span>
      </span>
    </EmptyState>
  );
}

function AnswerText({ answer }: { answer: Answer }) {
  if (typeof answer === "string") return <>{answer}</>;
  const { pairId, role } = answer;
  return (
    <>
      {`They are the ${role} of `}
      <a href={`/admin/calls/${pairId}`}>{`call ${shortId(pairId)}`}</a>.
    </>
  );
}
