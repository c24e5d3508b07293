import type { CallView } from "@/lib/call/view.ts";
import type { MediaKind } from "@/lib/call/media/media.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** What is said of devices that are not there. */
export interface MissingDevicesProps {
  /** What the visit looks like. */
  view: CallView;
  /** Texts of the chat page. */
  messages: ChatMessages;
  /** Opens another device. */
  onReopen: (kind: MediaKind) => void;
}

/** Says what the other side does not see or hear, and offers another device. */
export function MissingDevices(
  { view: { missing }, messages, onReopen }: MissingDevicesProps,
) {
  return (
    <div class="missing-devices" role="status" aria-live="polite">
      {missing.map((kind) => (
        <p key={kind} data-testid={`missing-${kind}`}>
          <span>{messages.missing[kind].text}</span>
          <button
            type="button"
            class="button button-quiet"
            onClick={() => onReopen(kind)}
          >
            {messages.missing[kind].action}
          </button>
        </p>
      ))}
    </div>
  );
}
