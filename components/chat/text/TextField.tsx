import { type Signal, useSignal } from "@preact/signals";
import type { Ref } from "preact";
import { MAX_TEXT_CHARS } from "@/lib/call/talk/peer_message.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import { fillPlural } from "@/lib/i18n/plural.ts";
import { SendHorizontal } from "../../icons.tsx";

/** What the field shows and tells. */
export interface TextFieldProps {
  /** The field itself. */
  field: Ref<HTMLTextAreaElement>;
  /** What is written and not sent. */
  draft: Signal<string>;
  /** Language of numbers. */
  locale: string;
  /** Texts of the chat page. */
  messages: ChatMessages;
  /** Sends a text; tells whether it is on its way. */
  onSend: (text: string) => boolean;
  /** Told of every change. */
  onTyping: () => void;
}

/** From here on the field counts what is left, in characters. */
const NEAR_LIMIT_CHARS = 200;

/** Where one writes: Enter sends, with Shift it breaks the line. */
export function TextField(
  { field, draft, locale, messages: { text }, onSend, onTyping }:
    TextFieldProps,
) {
  const isRefused = useSignal(false);
  const leftChars = MAX_TEXT_CHARS - draft.value.length;

  function send() {
    if (draft.value.trim() === "") return;
    isRefused.value = !onSend(draft.value);
    if (!isRefused.value) draft.value = "";
  }

  return (
    <form
      class="text-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p id="text-hint" class="text-hint" role="status">
        {isRefused.value && text.notSent}
        {leftChars <= NEAR_LIMIT_CHARS && (
          <span data-testid="text-left" aria-live="off">
            {fillPlural(text.left, leftChars, locale)}
          </span>
        )}
      </p>
      <textarea
        ref={field}
        data-testid="text-field"
        dir="auto"
        rows={1}
        maxLength={MAX_TEXT_CHARS}
        enterkeyhint="send"
        aria-label={text.field}
        aria-describedby="text-hint"
        placeholder={text.field}
        value={draft}
        onInput={({ currentTarget: { value } }) => {
          draft.value = value;
          isRefused.value = false;
          if (value.trim() !== "") onTyping();
        }}
        onKeyDown={(event) => {
          // The Enter that picks a word of an input method is not ours.
          const isSend = event.key === "Enter" && !event.shiftKey &&
            !event.isComposing;
          if (!isSend) return;
          event.preventDefault();
          send();
        }}
      />
      <button
        type="submit"
        class="icon-button text-send"
        data-testid="text-send"
        aria-label={text.send}
        title={text.send}
      >
        <SendHorizontal class="flips" />
      </button>
    </form>
  );
}
