/**
 * A level of quality: by bars, by colour and by its name.
 *
 * @module
 */

import {
  QUALITY_LEVELS,
  type QualityLevel,
} from "@/lib/protocol/call_stats.ts";

/** What is shown. */
export interface QualityMarkProps {
  /** The level; left out where it is unknown. */
  level?: QualityLevel | undefined;
}

const BARS = [0, 1, 2, 3];

/** Bars like those of a phone's reception, and the word. */
export function QualityMark({ level }: QualityMarkProps) {
  if (level === undefined) return <span class="soft">unknown</span>;
  const filled = QUALITY_LEVELS.length - QUALITY_LEVELS.indexOf(level);
  return (
    <span class="quality" data-level={level}>
      <svg viewBox="0 0 15 12" aria-hidden="true">
        {BARS.map((i) => (
          <rect
            key={i}
            x={4 * i}
            y={9 - 3 * i}
            width="3"
            height={3 + 3 * i}
            rx="1"
            data-empty={i < filled ? undefined : ""}
          />
        ))}
      </svg>
      {level}
    </span>
  );
}
