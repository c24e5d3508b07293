import { type Shortcut, SHORTCUT_KEYS } from "@/lib/call/shortcuts.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import { Sheet } from "./Sheet.tsx";

/** What the sheet shows and tells. */
export interface HelpSheetProps {
  /** Whether it is open. */
  isOpen: boolean;
  /** Texts of the chat page. */
  messages: ChatMessages;
  /** Told when it closes. */
  onClose: () => void;
}

/** Lists what the keys do. */
export function HelpSheet({ isOpen, messages, onClose }: HelpSheetProps) {
  const { help, settings } = messages;
  const shortcuts = Object.entries(SHORTCUT_KEYS) as [Shortcut, string][];
  return (
    <Sheet
      isOpen={isOpen}
      title={help.title}
      testId="help-sheet"
      onClose={onClose}
    >
      <dl class="keys">
        {shortcuts.map(([shortcut, key]) => (
          <div key={shortcut}>
            <dt>{help[shortcut]}</dt>
            <dd>
              <kbd>{key === "Escape" ? "Esc" : key.toUpperCase()}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <button type="submit" class="button button-primary" data-testid="done">
        {settings.done}
      </button>
    </Sheet>
  );
}
