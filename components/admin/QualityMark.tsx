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

/** The bars from the lowest to the highest, as the `d` of an SVG path each. */
const BARS = [0, 1, 2, 3].map((i) =>
  `M${4 * i} ${9 - 3 * i}h3v${3 + 3 * i}h-3z`
);

/** Bars like those of a phone's reception, and the word. */
export function QualityMark({ level }: QualityMarkProps) {
  if (level === undefined) return <span class="soft">unknown</span>;
  const filled = QUALITY_LEVELS.length - QUALITY_LEVELS.indexOf(level);
  return (
    <span class="quality" data-level={level}>
      <svg viewBox="0 0 15 12" aria-hidden="true">
        <path d={BARS.slice(0, filled).join("")} />
        {filled < BARS.length && (
          <path data-empty="" d={BARS.slice(filled).join("")} />
        )}
      </svg>
      {level}
    </span>
  );
}
