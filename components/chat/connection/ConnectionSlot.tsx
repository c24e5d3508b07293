/**
 * The place of the connection on the stage. What stands there is loaded with
 * the first call, so that nobody waits for it before Start.
 *
 * @module
 */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ShownStats } from "@/lib/call/stats/call_statistics.ts";
import type { StatsMessages } from "@/lib/i18n/stats/messages.ts";

/** What the slot hands on. */
export interface ConnectionSlotProps {
  /** The state of the call; `null` outside of calls. */
  stats: ReadonlySignal<ShownStats | null>;
  /** Whether the page measures for want of a worker. */
  isFallback: ReadonlySignal<boolean>;
  /** Language of the figures. */
  locale: string;
  /** Texts about the connection. */
  texts: StatsMessages;
}

type Panel = typeof import("./ConnectionPanel.tsx").ConnectionPanel;

/** Shows the connection of a call; it alone is drawn anew each second. */
export function ConnectionSlot(
  { stats, isFallback, locale, texts }: ConnectionSlotProps,
) {
  const panel = useSignal<{ Panel: Panel } | null>(null);
  const isInCall = stats.value !== null;
  useEffect(() => {
    if (!isInCall || panel.peek() !== null) return;
    import("./ConnectionPanel.tsx").then(({ ConnectionPanel }) => {
      panel.value = { Panel: ConnectionPanel };
    }, () => {
      // It is out of reach: the next call tries again.
    });
  }, [isInCall]);
  if (stats.value === null || panel.value === null) return null;
  const { Panel } = panel.value;
  return (
    <Panel
      shown={stats.value}
      isFallback={isFallback.value}
      locale={locale}
      texts={texts}
    />
  );
}
