import type { CheckMessages } from "@/lib/i18n/check/messages.ts";
import type { Verdict } from "@/lib/protocol/check_reasons.ts";

/** Says what all results mean, to eyes and to screen readers. */
export function CheckVerdict(
  { verdict, messages }: { verdict: Verdict; messages: CheckMessages },
) {
  const { title, text } = messages.verdicts[verdict];
  return (
    <div
      class="check-verdict"
      role="status"
      aria-live="polite"
      data-testid="verdict"
      data-verdict={verdict}
    >
      <h2>{title}</h2>
      <p>{text}</p>
    </div>
  );
}
