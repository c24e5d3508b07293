/**
 * How good the calls under way are, all together.
 *
 * @module
 */

import type { QualityCounts } from "@/lib/desk/live_sums.ts";
import { formatCount } from "@/lib/monitoring/overview/format.ts";
import { QUALITY_LEVELS } from "@/lib/protocol/call_stats.ts";
import { QualityMark } from "../QualityMark.tsx";

/** A bar parted by levels; each part says how many calls it stands for. */
export function LiveQuality({ counts }: { counts: QualityCounts }) {
  const total = QUALITY_LEVELS.reduce((sum, level) => sum + counts[level], 0);
  if (total === 0) return null;
  let before = 0;
  return (
    <section class="live-quality" aria-labelledby="live-quality">
      <h2 id="live-quality">
        Quality of live calls <span class="soft">now</span>
      </h2>
      <svg class="quality-bar" height="10" aria-hidden="true">
        {QUALITY_LEVELS.map((level) => {
          const x = before;
          before += counts[level];
          return (
            <rect
              key={level}
              data-level={level}
              x={`${100 * x / total}%`}
              width={`${100 * counts[level] / total}%`}
              height="10"
            />
          );
        })}
      </svg>
      <ul>
        {QUALITY_LEVELS.map((level) => (
          <li key={level}>
            <b>{formatCount(counts[level])}</b>
            <QualityMark level={level} />
          </li>
        ))}
        {counts.unknown > 0 && (
          <li>
            <b>{formatCount(counts.unknown)}</b>
            <QualityMark />
          </li>
        )}
      </ul>
    </section>
  );
}
