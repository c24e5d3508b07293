import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { watchOnlineCount } from "@/lib/call/online_count.ts";
import type { CallView } from "@/lib/call/view.ts";
import { pageTimers } from "@/lib/call/timers.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import { fillPlural } from "@/lib/i18n/plural.ts";

/** What is said while somebody waits. */
export interface WaitingTextProps {
  /** What the visit looks like. */
  view: CallView;
  /** Whether wishes keep the visitor from others. */
  isChoosy: boolean;
  /** Drops those wishes. */
  onRelax: () => void;
  /** Language of numbers. */
  locale: string;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** After so long without a match wishes may be the reason, milliseconds. */
const PATIENCE_MS = 10_000;

/** How many are here, and the way out of wishes that nobody fits. */
export function WaitingText(props: WaitingTextProps) {
  const { isChoosy, onRelax, locale, messages } = props;
  const online = useSignal<number | null>(null);
  const isLong = useSignal(false);
  useEffect(() => {
    const timers = pageTimers();
    const cancel = timers.after(PATIENCE_MS, () => isLong.value = true);
    const end = watchOnlineCount(
      { timers, fetch: (path) => fetch(path) },
      (now) => online.value = now,
    );
    return () => {
      cancel();
      end();
    };
  }, []);
  const canRelax = isLong.value && isChoosy;
  return (
    <>
      <p class="cover-hint" aria-live="polite">
        {messages[hintOf(props.view, canRelax)]}
      </p>
      {canRelax && (
        <button
          type="button"
          class="button button-quiet relax"
          data-testid="relax"
          onClick={onRelax}
        >
          {messages.relax}
        </button>
      )}
      {online.value !== null && (
        <p class="cover-hint" data-testid="online">
          {fillPlural(messages.online, online.value, locale)}
        </p>
      )}
    </>
  );
}

function hintOf(
  { isNobodyElseHere }: CallView,
  canRelax: boolean,
): "relaxHint" | "nobodyElseHint" | "waitingHint" {
  if (canRelax) return "relaxHint";
  return isNobodyElseHere ? "nobodyElseHint" : "waitingHint";
}
