import type { CallState } from "@/lib/call/machine.ts";
import { platformOf } from "@/lib/call/platform.ts";
import type { ChatMessages, StatusName } from "@/lib/i18n/catalogue.ts";
import { nextHintOf, noticeOf } from "./notice.ts";

/** What the status line shows. */
export interface StatusLineProps {
  /** Where the visit is. */
  state: CallState;
  /** What there is to say about it. */
  status: StatusName;
  /** Whether a search follows by itself when the other side is gone. */
  isAutoNext: boolean;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/**
 * Says where the visit is, to eyes and to screen readers; to these also what
 * went wrong, as nobody points them to the text beside.
 */
export function StatusLine(
  { state, status, isAutoNext, messages }: StatusLineProps,
) {
  // On the server nothing has gone wrong yet.
  const notice = state.name === "idle"
    ? null
    : noticeOf(state, messages, platformOf(navigator));
  const hint = nextHintOf(state, isAutoNext, messages);
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
      {notice && (
        <span class="unseen">{`. ${notice.title}. ${notice.text}`}</span>
      )}
      {hint && <span class="unseen">{` ${hint}`}</span>}
    </p>
  );
}

/** Finds the words for a state, which are the page's title, too. */
export function statusOf(state: CallState, isOffline: boolean): StatusName {
  if (state.name === "waiting" && state.isOffline) return "unreachable";
  if (state.name === "live" && state.trouble !== null) {
    return state.trouble.side === "us" ? "reconnecting" : "peer-reconnecting";
  }
  const isResting = state.name === "idle" || state.name === "stopped";
  return isResting && isOffline ? "offline" : state.name;
}
