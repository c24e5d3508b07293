import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import { fillPlural } from "@/lib/i18n/plural.ts";
import { MessageSquareText } from "../../icons.tsx";
import { IconButton } from "../IconButton.tsx";
import type { TextChat } from "./text_chat.ts";

/** Id of what the button opens. */
export const TEXT_PANEL_ID = "text-panel";

/** What the button shows and does. */
export interface TextButtonProps {
  /** The text chat. */
  text: TextChat;
  /** Language of numbers. */
  locale: string;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** Opens and closes the text chat, and counts what was not seen of it. */
export function TextButton({ text, locale, messages }: TextButtonProps) {
  const { unreadCount, isOfUse } = text;
  const isOpen = text.Panel !== null;
  return (
    <IconButton
      testId="text"
      label={unreadCount > 0
        ? fillPlural(messages.text.unread, unreadCount, locale)
        : messages.text.title}
      tone={isOpen ? "off" : "plain"}
      shortcut="T"
      opens={{ id: TEXT_PANEL_ID, isOpen }}
      isDisabled={!isOfUse}
      onClick={() => isOpen ? text.close() : text.open()}
    >
      <MessageSquareText class="flips" />
      {unreadCount > 0 && (
        <span class="badge" data-testid="text-badge">
          {new Intl.NumberFormat(locale).format(unreadCount)}
        </span>
      )}
    </IconButton>
  );
}
