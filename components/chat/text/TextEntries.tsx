import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Conversation } from "@/lib/call/talk/conversation.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** What the list shows. */
export interface TextEntriesProps {
  /** The conversation. */
  conversation: Conversation;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** Who is this close to the newest text goes on with it, CSS pixels. */
const NEAR_PX = 64;

/**
 * What was written, as plain text: no links, whatever it looks like. Each text
 * runs the way its own first letter does.
 */
export function TextEntries(
  { conversation: { entries, isPeerTyping, line }, messages: { text } }:
    TextEntriesProps,
) {
  const list = useRef<HTMLDivElement>(null);
  const isNear = useRef(true);
  const last = entries.at(-1);
  function stayNear() {
    if (isNear.current) list.current!.scrollTop = list.current!.scrollHeight;
  }
  useLayoutEffect(() => {
    if (last?.from === "us") isNear.current = true;
    stayNear();
  }, [last?.id, isPeerTyping]);
  useEffect(() => {
    // The field below grows with what is written.
    const size = new ResizeObserver(stayNear);
    size.observe(list.current!);
    return () => size.disconnect();
  }, []);
  function follow() {
    const { scrollHeight, scrollTop, clientHeight } = list.current!;
    isNear.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }
  return (
    <div
      ref={list}
      class="text-entries"
      role="group"
      aria-label={text.title}
      tabIndex={0}
      onScroll={follow}
    >
      {entries.length === 0 && line === "open" && (
        <p class="text-note">{text.empty}</p>
      )}
      <ol data-testid="text-entries">
        {entries.map((entry) => (
          <li key={entry.id} data-from={entry.from}>
            <span class="unseen">{text[entry.from]}</span>
            <p dir="auto">{entry.text}</p>
          </li>
        ))}
      </ol>
      {isPeerTyping && (
        <p class="text-typing" data-testid="text-typing">{text.typing}</p>
      )}
      {line !== "open" && <p class="text-note">{noteOf(line, text)}</p>}
    </div>
  );
}

function noteOf(
  line: Exclude<Conversation["line"], "open">,
  { notYet, flooded, over }: ChatMessages["text"],
): string {
  return { none: notYet, flooded, over }[line];
}
