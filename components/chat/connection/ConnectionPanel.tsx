/**
 * Everything a visitor sees of the connection: the badge with its details, what
 * goes to and fro, and all the figures on request.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { ShownStats } from "@/lib/call/stats/call_statistics.ts";
import type { StatsMessages } from "@/lib/i18n/stats/messages.ts";
import { BandwidthPanel } from "./BandwidthPanel.tsx";
import { ConnectionBadge } from "./ConnectionBadge.tsx";
import { ConnectionDetails } from "./ConnectionDetails.tsx";
import { figuresOf } from "./figures.ts";
import { StatsSheet } from "./StatsSheet.tsx";

/** What is shown of a connection. */
export interface ConnectionPanelProps {
  /** The state of the call. */
  shown: ShownStats;
  /** Whether the page measures for want of a worker. */
  isFallback: boolean;
  /** Language of the figures. */
  locale: string;
  /** Texts about the connection. */
  texts: StatsMessages;
}

const DETAILS_ID = "connection-details";

/** How long the page says that it measures by itself, milliseconds. */
const NOTE_MS = 10_000;

/** Whether it was said already; once for each page is enough. */
let hasSaid = false;

/** Screens that have room for more than faces: no phone, on its side neither. */
const ROOMY = "(min-width: 52rem) and (min-height: 30rem)";

/** Badge, details, bandwidth and figures. */
export function ConnectionPanel(props: ConnectionPanelProps) {
  const { shown, locale, texts, isFallback } = props;
  const { stats } = shown;
  const isPinned = useSignal(false);
  const isPointedAt = useSignal(false);
  const isSheetOpen = useSignal(false);
  const hasRoom = useMemo(() => matchMedia(ROOMY).matches, []);
  const hasBandwidth = useSignal(hasRoom);
  const figures = useMemo(() => figuresOf(locale, texts), [locale]);
  const isOpen = isPinned.value || isPointedAt.value;

  function dismiss(event: KeyboardEvent) {
    if (event.key !== "Escape" || !isOpen) return;
    // The page takes it for "Next" elsewhere.
    event.stopPropagation();
    isPinned.value = isPointedAt.value = false;
  }

  return (
    <section
      class="connection"
      data-testid="connection"
      data-computed-on={stats.computedOn}
      aria-label={texts.title}
      onKeyDown={dismiss}
      onPointerEnter={({ pointerType }) =>
        isPointedAt.value = pointerType === "mouse"}
      onPointerLeave={() => isPointedAt.value = false}
      onFocusIn={({ target }) => {
        const isByKey = (target as Element).matches(":focus-visible");
        if (isByKey) isPointedAt.value = true;
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (currentTarget.contains(relatedTarget as Node | null)) return;
        isPointedAt.value = false;
      }}
    >
      <ConnectionBadge
        quality={stats.quality}
        isOpen={isOpen}
        controls={DETAILS_ID}
        texts={texts}
        onToggle={() => isPinned.value = !isPinned.value}
      />
      <FallbackNote isFallback={isFallback} texts={texts} />
      <div
        id={DETAILS_ID}
        class="connection-details"
        data-testid="connection-details"
        hidden={!isOpen}
      >
        {isOpen && (
          <ConnectionDetails stats={stats} figures={figures} texts={texts} />
        )}
        <div class="connection-actions">
          <button
            type="button"
            class="button button-quiet"
            data-testid="toggle-bandwidth"
            onClick={() => hasBandwidth.value = !hasBandwidth.value}
          >
            {hasBandwidth.value ? texts.hideBandwidth : texts.showBandwidth}
          </button>
          <button
            type="button"
            class="button button-quiet"
            data-testid="all-figures"
            onClick={() => isSheetOpen.value = true}
          >
            {texts.allFigures}
          </button>
        </div>
      </div>
      {hasBandwidth.value && (
        <BandwidthPanel stats={stats} figures={figures} texts={texts} />
      )}
      <StatsSheet
        isOpen={isSheetOpen.value}
        shown={shown}
        figures={figures}
        texts={texts}
        onClose={() => isSheetOpen.value = false}
      />
    </section>
  );
}

/** Says once, for a while, that the page does a worker's work. */
function FallbackNote(
  { isFallback, texts }: Pick<ConnectionPanelProps, "isFallback" | "texts">,
) {
  const isShown = useSignal(false);
  useEffect(() => {
    if (!isFallback || hasSaid) return;
    hasSaid = true;
    isShown.value = true;
    const timer = setTimeout(() => isShown.value = false, NOTE_MS);
    return () => clearTimeout(timer);
  }, [isFallback]);
  return isShown.value
    ? (
      <p class="connection-note" role="status" data-testid="stats-fallback">
        {texts.fallback}
      </p>
    )
    : null;
}
