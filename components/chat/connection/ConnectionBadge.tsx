/**
 * How good the connection is, at a glance: by the number of bars, by a word and
 * by colour.
 *
 * @module
 */

import { QUALITY_LEVELS, type QualityLevel } from "@/lib/protocol/quality.ts";
import { fillIn } from "@/lib/i18n/catalogue.ts";
import type { StatsMessages } from "@/lib/i18n/stats/messages.ts";

/** What the badge shows and tells. */
export interface ConnectionBadgeProps {
  /** How good it is; `undefined` while that is not known. */
  quality: QualityLevel | undefined;
  /** Whether the details are open. */
  isOpen: boolean;
  /** Id of the details. */
  controls: string;
  /** Texts about the connection. */
  texts: StatsMessages;
  /** Opens or closes the details. */
  onToggle: () => void;
}

/** Where each bar stands, and how high it is, in a square of 24. */
const BARS = [[3, 6], [8.5, 10], [14, 14], [19.5, 18]] as const;

/** A button with the level; its details are beside. */
export function ConnectionBadge(props: ConnectionBadgeProps) {
  const { quality, isOpen, controls, texts, onToggle } = props;
  const word = texts.levels[quality ?? "unknown"];
  return (
    <button
      type="button"
      class="connection-badge"
      data-testid="connection-badge"
      data-quality={quality ?? "unknown"}
      aria-label={fillIn(texts.badge, { level: word })}
      aria-expanded={isOpen}
      aria-controls={controls}
      onClick={onToggle}
    >
      <Bars quality={quality} />
      <span>{word}</span>
    </button>
  );
}

function Bars({ quality }: Pick<ConnectionBadgeProps, "quality">) {
  const full = quality === undefined
    ? 0
    : QUALITY_LEVELS.length - QUALITY_LEVELS.indexOf(quality);
  return (
    <svg
      class="connection-bars flips"
      width="20"
      height="20"
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      {BARS.map(([x, height], i) => (
        <rect
          key={x}
          x={x - 1.5}
          y={21 - height}
          width="3.5"
          height={height}
          rx="1"
          data-full={i < full}
        />
      ))}
    </svg>
  );
}
