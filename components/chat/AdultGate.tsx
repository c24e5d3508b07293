import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import { Sheet } from "./Sheet.tsx";

/** What the gate shows and tells. */
export interface AdultGateProps {
  /** Whether it is open. */
  isOpen: boolean;
  /** Whether age is assured elsewhere, and was not; `null` where it is not. */
  ageCheck: { isUnknown: boolean } | null;
  /** Its texts. */
  messages: ChatMessages["gate"];
  /** Told once the visitor has given their word. */
  onPass: () => void;
  /** Told when it closes. */
  onClose: () => void;
}

/** Asks a new visitor for age and terms, before the camera is asked for. */
export function AdultGate(
  { isOpen, ageCheck, messages, onPass, onClose }: AdultGateProps,
) {
  const [before, after] = messages.rules.split("{terms}");
  return (
    <Sheet
      isOpen={isOpen}
      title={messages.title}
      testId="gate"
      onClose={onClose}
    >
      <p>{messages.text}</p>
      {ageCheck && (
        <p data-testid="age-check">
          {ageCheck.isUnknown ? messages.ageUnknown : messages.ageCheck}
        </p>
      )}
      <p>
        {before}
        <a href="/terms" target="_blank">{messages.rulesLink}</a>
        {after}
      </p>
      <div class="gate-buttons">
        <button
          type="button"
          class="button button-primary"
          data-testid="gate-accept"
          onClick={onPass}
        >
          {ageCheck ? messages.acceptAndCheck : messages.accept}
        </button>
        <button
          type="submit"
          class="button button-quiet"
          data-testid="gate-decline"
        >
          {messages.decline}
        </button>
      </div>
    </Sheet>
  );
}
