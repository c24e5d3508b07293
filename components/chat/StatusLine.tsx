import type { CallState } from "@/lib/call/machine.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** Says where the visit is, to eyes and to screen readers. */
export function StatusLine(
  { state, messages }: { state: CallState; messages: ChatMessages },
) {
  const isInterrupted = state.name === "live" && state.isInterrupted;
  return (
    <p
      class="status"
      role="status"
      aria-live="polite"
      data-testid="status"
      data-state={state.name}
      data-interrupted={isInterrupted}
    >
      <span class="status-dot" aria-hidden="true" />
      {messages.status[isInterrupted ? "interrupted" : state.name]}
    </p>
  );
}
