import type { CallState } from "@/lib/call/machine.ts";
import type { ChatMessages, StatusName } from "@/lib/i18n/catalogue.ts";

/** What the status line shows. */
export interface StatusLineProps {
  /** Where the visit is. */
  state: CallState;
  /** What there is to say about it. */
  status: StatusName;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** Says where the visit is, to eyes and to screen readers. */
export function StatusLine({ state, status, messages }: StatusLineProps) {
  return (
    <p
      class="status"
      role="status"
      aria-live="polite"
      data-testid="status"
      data-state={state.name}
      data-status={status}
    >
      <span class="status-dot" aria-hidden="true" />
      {messages.status[status]}
    </p>
  );
}

/** Finds the words for a state, which are the page's title, too. */
export function statusOf(state: CallState, isOffline: boolean): StatusName {
  if (state.name === "live" && state.isInterrupted) return "interrupted";
  const isResting = state.name === "idle" || state.name === "stopped";
  return isResting && isOffline ? "offline" : state.name;
}
