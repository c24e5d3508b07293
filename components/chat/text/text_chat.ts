/**
 * The text chat as the page has it: whether it is open, what of it was seen,
 * what is being written. Its panel is loaded with the first match.
 *
 * @module
 */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { countUnread } from "@/lib/call/talk/conversation.ts";
import type { CallView } from "@/lib/call/view.ts";
import type { TextPanel } from "./TextPanel.tsx";

/** What the page does with its text chat. */
export interface TextChat {
  /** Whether there is somebody to write to, or something to read. */
  readonly isOfUse: boolean;
  /** The panel, while it is to be seen. */
  readonly Panel: typeof TextPanel | null;
  /** Texts of the other side that were not seen. */
  readonly unreadCount: number;
  /** What is written and not sent. */
  readonly draft: Signal<string>;
  /** Whether the panel is to take the focus, which it then clears. */
  readonly wantsFocus: Signal<boolean>;
  /** Opens the panel, or takes the focus there. */
  open(): void;
  /** Closes the panel. */
  close(): void;
}

/** Wide enough for a panel beside the stage; the style sheet has it, too. */
const BESIDE = "(min-width: 52rem)";

/** Follows the call. */
export function useTextChat(
  { state, hasRemoteFrame, conversation }: CallView,
): TextChat {
  const panel = useSignal<typeof TextPanel | null>(null);
  const isOpen = useSignal(false);
  const seenId = useSignal(0);
  const draft = useSignal("");
  const wantsFocus = useSignal(false);
  const isOfUse = state.name === "connecting" || state.name === "live" ||
    conversation.line !== "none";
  const isNow = useRef(isOfUse);
  isNow.current = isOfUse;
  const Panel = isOfUse && isOpen.value ? panel.value : null;
  const { nextId } = conversation;

  async function load() {
    try {
      panel.value ??= (await import("./TextPanel.tsx")).TextPanel;
    } catch {
      // The network is away just now: pressing the button tries again.
    }
  }

  useEffect(() => {
    // Not before: the first picture's way is not to be crossed.
    if (hasRemoteFrame) void load();
  }, [hasRemoteFrame]);

  useEffect(() => {
    if (isOfUse) return;
    // What was meant for one person is not for the next one.
    draft.value = "";
    wantsFocus.value = false;
    // Their face comes first where the panel would lie over it.
    if (!matchMedia(BESIDE).matches) isOpen.value = false;
  }, [isOfUse]);

  useEffect(() => {
    if (Panel !== null) seenId.value = nextId;
  }, [Panel, nextId]);

  return {
    isOfUse,
    Panel,
    unreadCount: Panel === null ? countUnread(conversation, seenId.value) : 0,
    draft,
    wantsFocus,
    open() {
      if (!isNow.current) return;
      isOpen.value = true;
      wantsFocus.value = true;
      void load();
    },
    close() {
      isOpen.value = false;
    },
  };
}
