/**
 * Lies over the blurred last picture of a call whose path is broken.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Trouble } from "@/lib/call/peer/path_health.ts";
import { type ChatMessages, fillIn } from "@/lib/i18n/catalogue.ts";

/** What is shown of a broken path. */
export interface ReconnectingProps {
  /** Whose connection it is, and since when. */
  trouble: Trouble;
  /** Language of the figures. */
  locale: string;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/**
 * Counts the seconds for those who see; the status line has told the others
 * once, and is not to interrupt them every second.
 */
export function Reconnecting(
  { trouble: { side, sinceMs }, locale, messages }: ReconnectingProps,
) {
  const nowMs = useSignal(Date.now());
  useEffect(() => {
    const tick = () => nowMs.value = Date.now();
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [sinceMs]);
  const { reconnecting } = messages;
  const seconds = Math.max(0, Math.round((nowMs.value - sinceMs) / 1_000));
  return (
    <div class="reconnecting" data-testid="reconnecting" data-side={side}>
      <p class="reconnecting-text" aria-hidden="true">
        {fillIn(reconnecting[side], {
          seconds: new Intl.NumberFormat(locale).format(seconds),
        })}
      </p>
      <p class="cover-hint">
        {side === "us" ? reconnecting.usHint : reconnecting.peerHint}
      </p>
    </div>
  );
}
