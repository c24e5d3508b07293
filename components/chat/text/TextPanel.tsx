/**
 * The text chat: beside the stage on a desktop, over its lower part on a phone.
 * Loaded with the first match.
 *
 * @module
 */

import type { Signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { watchKeyboard } from "@/lib/call/keyboard_inset.ts";
import type { Conversation } from "@/lib/call/talk/conversation.ts";
import type { Talk } from "@/lib/call/talk/talk.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import { X } from "../../icons.tsx";
import { IconButton } from "../IconButton.tsx";
import { TEXT_PANEL_ID } from "./TextButton.tsx";
import { TextEntries } from "./TextEntries.tsx";
import { TextField } from "./TextField.tsx";

/** What the panel shows and tells. */
export interface TextPanelProps {
  /** What was written. */
  conversation: Conversation;
  /** What is written and not sent. */
  draft: Signal<string>;
  /** Whether to take the focus; cleared then. */
  wantsFocus: Signal<boolean>;
  /** Takes what the visitor writes. */
  talk: Pick<Talk, "send" | "noteTyping">;
  /** Language of numbers. */
  locale: string;
  /** Texts of the chat page. */
  messages: ChatMessages;
  /** Told when it is to close. */
  onClose: () => void;
}

/** Reads and writes. */
export function TextPanel(props: TextPanelProps) {
  const { conversation, wantsFocus, talk, messages, onClose } = props;
  const panel = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => makeRoomForKeyboard(panel.current!), []);
  useLayoutEffect(() => {
    if (!wantsFocus.value) return;
    wantsFocus.value = false;
    // On a phone the field would bring its keyboard: perhaps one only reads.
    const isTouched = matchMedia("(hover: none)").matches;
    (isTouched ? panel : field).current?.focus();
  }, [wantsFocus.value]);
  useLayoutEffect(() => () => handFocusBack(panel.current), []);
  return (
    <section
      ref={panel}
      id={TEXT_PANEL_ID}
      class="text-panel"
      data-testid="text-panel"
      aria-labelledby="text-title"
      tabIndex={-1}
      onKeyDown={(event) => {
        // Anywhere else this key means Next.
        if (event.key !== "Escape" || event.isComposing) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id="text-title">{messages.text.title}</h2>
        <IconButton
          testId="text-close"
          label={messages.text.close}
          onClick={onClose}
        >
          <X />
        </IconButton>
      </header>
      <TextEntries conversation={conversation} messages={messages} />
      <TextField
        field={field}
        draft={props.draft}
        locale={props.locale}
        messages={messages}
        onSend={(text) => talk.send(text)}
        onTyping={() => talk.noteTyping()}
      />
    </section>
  );
}

function makeRoomForKeyboard(panel: HTMLElement): () => void {
  return watchKeyboard(globalThis.visualViewport, {
    pageHeightPx: () => innerHeight,
    onInset(insetPx) {
      panel.style.setProperty("--keyboard", `${insetPx}px`);
      panel.toggleAttribute("data-keyboard", insetPx > 0);
    },
  });
}

/** Who was in the panel finds themselves at the button that opened it. */
function handFocusBack(panel: HTMLElement | null): void {
  if (!panel?.contains(document.activeElement)) return;
  document.querySelector<HTMLElement>(".dock [aria-expanded]")?.focus();
}
