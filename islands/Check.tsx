/**
 * The check page's one island: joins the check to what is seen of it.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { CheckItem } from "@/components/check/CheckItem.tsx";
import { CheckPicture } from "@/components/check/CheckPicture.tsx";
import { CheckVerdict } from "@/components/check/CheckVerdict.tsx";
import { LevelMeter } from "@/components/LevelMeter.tsx";
import { createBrowserCheck } from "@/lib/call/check/browser_check.ts";
import type { CheckView } from "@/lib/call/check/check_deps.ts";
import { type CheckRun, INITIAL_CHECK } from "@/lib/call/check/check_run.ts";
import type { CheckMessages } from "@/lib/i18n/check/messages.ts";
import { CHECKS } from "@/lib/protocol/check_reasons.ts";

/** What the page hands to its island. */
export interface CheckProps {
  /** Language of the page. */
  locale: string;
  /** Texts in that language. */
  messages: CheckMessages;
}

/** The button, the verdict and the list. */
export default function Check({ locale, messages }: CheckProps) {
  const view = useSignal<CheckView>(INITIAL_CHECK);
  const run = useSignal<CheckRun | null>(null);
  const { results, verdict, picture, level } = view.value;

  useEffect(() => {
    const own = createBrowserCheck((next) => view.value = next);
    run.value = own;
    const stop = () => own.stop();
    addEventListener("pagehide", stop);
    return () => {
      removeEventListener("pagehide", stop);
      stop();
    };
  }, []);

  return (
    <div class="check">
      <CheckVerdict verdict={verdict} messages={messages} />
      <div class="check-actions">
        <button
          type="button"
          class="button button-primary"
          data-testid="start-check"
          disabled={!run.value}
          onClick={() => run.value?.start()}
        >
          {verdict === "idle" ? messages.start : messages.again}
        </button>
        {(picture || level !== null) && (
          <button
            type="button"
            class="button button-quiet"
            data-testid="stop-check"
            onClick={() => run.value?.stop()}
          >
            {messages.stop}
          </button>
        )}
        <a class="button button-quiet" href="/chat">{messages.toChat}</a>
      </div>
      <ul class="check-list" aria-label={messages.list}>
        {CHECKS.map((id) => (
          <CheckItem
            key={id}
            id={id}
            result={results[id]}
            locale={locale}
            messages={messages}
          >
            {id === "camera" && picture && (
              <CheckPicture
                stream={picture}
                label={messages.picture}
                onFrame={() => run.value?.noteFrame()}
              />
            )}
            {id === "microphone" && level !== null && (
              <LevelMeter level={level} label={messages.meter} />
            )}
          </CheckItem>
        ))}
      </ul>
    </div>
  );
}
