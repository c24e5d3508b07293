/**
 * Shortcuts by keyboard, wherever on the page the focus is.
 *
 * @module
 */

import { useEffect } from "preact/hooks";
import type { CallSession } from "@/lib/call/session.ts";
import { type Shortcut, shortcutOf } from "@/lib/call/shortcuts.ts";

/** What shortcuts act on. */
export interface ShortcutTargets {
  /** The visit; `null` until the page is alive. */
  session: () => CallSession | null;
  /** Opens the text chat. */
  openText: () => void;
  /** Opens the list of shortcuts. */
  openHelp: () => void;
}

/** Listens as long as the island lives. */
export function useShortcuts(targets: ShortcutTargets): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { activeElement } = document;
      const isTyping = document.querySelector("dialog[open]") !== null ||
        activeElement instanceof HTMLTextAreaElement;
      const shortcut = shortcutOf(event, isTyping);
      if (shortcut === null) return;
      // The field that opens would take the letter.
      if (shortcut === "text") event.preventDefault();
      follow(shortcut, targets);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

function follow(
  shortcut: Shortcut,
  { session, openText, openHelp }: ShortcutTargets,
): void {
  const own = session();
  switch (shortcut) {
    case "next":
      return own?.next();
    case "mic":
      return own?.setToggles({ isMicOn: !own.view.isMicOn });
    case "camera":
      return own?.setToggles({ isCameraOn: !own.view.isCameraOn });
    case "text":
      return openText();
    default:
      return openHelp();
  }
}
