import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type OnlineCount, watchOnlineCount } from "@/lib/call/online_count.ts";
import type { CallView } from "@/lib/call/view.ts";
import type { Filters } from "@/lib/call/filters.ts";
import { pageTimers } from "@/lib/call/timers.ts";
import { HINT_CHANGES_MS, waitingHintOf } from "@/lib/call/waiting_hint.ts";
import { type ChatMessages, fillIn } from "@/lib/i18n/catalogue.ts";
import { fillPlural } from "@/lib/i18n/plural.ts";

/** What is said while somebody waits. */
export interface WaitingTextProps {
  /** What the visit looks like. */
  view: CallView;
  /** What the visitor wishes. */
  filters: Filters;
  /** Drops the wishes that keep the visitor from others. */
  onRelax: () => void;
  /** Language of numbers. */
  locale: string;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** What there is to expect, and the way out of wishes that nobody fits. */
export function WaitingText(props: WaitingTextProps) {
  const { view: { isNobodyElseHere }, filters, onRelax, messages } = props;
  const count = useSignal<OnlineCount | null>(null);
  const waitedMs = useSignal(0);
  useEffect(() => {
    const timers = pageTimers();
    const cancels = HINT_CHANGES_MS.map((ms) =>
      timers.after(ms, () => waitedMs.value = ms)
    );
    const end = watchOnlineCount(
      { timers, fetch: (path) => fetch(path) },
      (now) => count.value = now,
    );
    return () => {
      for (const cancel of cancels) cancel();
      end();
    };
  }, []);
  const hint = waitingHintOf({
    filters,
    waitedMs: waitedMs.value,
    isNobodyElseHere,
  });
  return (
    <>
      <p class="cover-hint" aria-live="polite">
        {messages[hint]}
      </p>
      {hint === "relaxHint" && (
        <button
          type="button"
          class="button button-quiet relax"
          data-testid="relax"
          onClick={onRelax}
        >
          {messages.relax}
        </button>
      )}
      {count.value !== null && <Crowd count={count.value} {...props} />}
    </>
  );
}

/** How many are here, and how long it usually takes where that is known. */
function Crowd(
  { count, locale, messages }: WaitingTextProps & { count: OnlineCount },
) {
  const { online, usualWaitMs } = count;
  return (
    <p class="cover-hint">
      <span data-testid="online">
        {fillPlural(messages.online, online, locale)}
      </span>
      {usualWaitMs !== undefined && (
        <>
          {" · "}
          <span data-testid="usual-wait">
            {fillIn(messages.usualWait, { time: inWords(usualWaitMs, locale) })}
          </span>
        </>
      )}
    </p>
  );
}

/** Writes a time as the language does: `20 seconds`. */
function inWords(timeMs: number, locale: string): string {
  const [unit, unitMs] = timeMs < 60_000
    ? ["second", 1_000] as const
    : ["minute", 60_000] as const;
  const style = { style: "unit", unit, unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locale, style).format(
    Math.round(timeMs / unitMs),
  );
}
