import { Undo2 } from "../icons.tsx";
import type { WayBackState } from "@/lib/call/way_back.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** What the offer shows and does. */
export interface WayBackOfferProps {
  /** Whether there is a way back. */
  wayBack: WayBackState;
  /** Takes it. */
  onGoBack: () => void;
  /** Lets the other side go that asked. */
  onDecline: () => void;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** The way back to the partner before, while there is one. */
export function WayBackOffer(props: WayBackOfferProps) {
  const { wayBack, messages: { wayBack: texts } } = props;
  return (
    <div class="way-back" aria-live="polite" data-testid="way-back">
      {wayBack === "may-ask" && <GoBack {...props} label={texts.goBack} />}
      {wayBack === "asked" && (
        <>
          <p class="cover-hint">{texts.asked}</p>
          <div class="way-back-choice">
            <GoBack {...props} label={texts.agree} />
            <button
              type="button"
              class="button button-quiet"
              data-testid="decline-back"
              onClick={props.onDecline}
            >
              {texts.decline}
            </button>
          </div>
        </>
      )}
      {(wayBack === "asking" || wayBack === "agreed") && (
        <p class="cover-hint">{texts[wayBack]}</p>
      )}
    </div>
  );
}

function GoBack(
  { label, wayBack, onGoBack }: WayBackOfferProps & { label: string },
) {
  return (
    <button
      type="button"
      class={`button button-${wayBack === "asked" ? "primary" : "quiet"}`}
      data-testid="go-back"
      onClick={onGoBack}
    >
      <Undo2 class="flips" aria-hidden="true" />
      {label}
    </button>
  );
}
