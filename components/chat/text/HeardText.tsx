import type { Conversation } from "@/lib/call/talk/conversation.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** What is told of a conversation. */
export interface HeardTextProps {
  /** The conversation. */
  conversation: Conversation;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** Tells screen readers what the other side wrote, whether the panel is open. */
export function HeardText({ conversation, messages }: HeardTextProps) {
  const last = conversation.entries.findLast(({ from }) => from === "them");
  return (
    <div class="unseen" role="log" aria-live="polite" data-testid="heard-text">
      {last && (
        // Another element each time: the same words twice are told twice.
        <p key={last.id}>
          {`${messages.text.them} `}
          <span dir="auto">{last.text}</span>
        </p>
      )}
    </div>
  );
}
