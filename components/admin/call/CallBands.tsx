/**
 * The levels of quality of every member on the axis of time of the charts.
 *
 * @module
 */

import { type QualityBand, qualityBands } from "@/lib/desk/call_series.ts";
import { memberName } from "@/lib/desk/call_words.ts";
import type { TimeSpan } from "@/lib/desk/time_ticks.ts";
import type {
  CallEvent,
  CallMember,
} from "@/lib/monitoring/overview/call_record.ts";
import { formatClock } from "@/lib/monitoring/overview/format.ts";

/** What the bands are of. */
export interface CallBandsProps {
  /** The members. */
  members: readonly CallMember[];
  /** What happened to them. */
  events: readonly CallEvent[];
  /** The axis of time. */
  span: TimeSpan;
}

const HEIGHTS = { excellent: 16, good: 12, fair: 8, poor: 4 } as const;
const HEIGHT = 16;

/** A band for each member, as high as the call was good, with its events. */
export function CallBands({ members, events, span }: CallBandsProps) {
  const xOf = (at: number) =>
    `${100 * (at - span.fromMs) / (span.toMs - span.fromMs)}%`;
  return (
    <ul class="bands" dir="ltr">
      {members.map((member) => {
        const bands = qualityBands(member, span);
        return (
          <li key={member.id}>
            <span>{memberName(member.id)}</span>
            <svg height={HEIGHT + 6} role="img" aria-label={bandsText(bands)}>
              {bands.map(({ level, fromMs, toMs }) => (
                <rect
                  key={fromMs}
                  data-level={level}
                  x={xOf(fromMs)}
                  width={xOf(span.fromMs + toMs - fromMs)}
                  y={HEIGHT - HEIGHTS[level]}
                  height={HEIGHTS[level]}
                />
              ))}
              {events.filter((event) => event.member === member.id)
                .map(({ at }, i) => (
                  <line
                    key={i}
                    x1={xOf(at)}
                    x2={xOf(at)}
                    y1={HEIGHT + 1}
                    y2={HEIGHT + 6}
                  />
                ))}
            </svg>
          </li>
        );
      })}
    </ul>
  );
}

/** Says for how long each level lasted: `excellent 4:10, poor 0:20`. */
function bandsText(bands: readonly QualityBand[]): string {
  const lasted = new Map<string, number>();
  for (const { level, fromMs, toMs } of bands) {
    lasted.set(level, (lasted.get(level) ?? 0) + toMs - fromMs);
  }
  const told = [...lasted].map(([level, ms]) => `${level} ${formatClock(ms)}`);
  return told.length === 0 ? "Quality not known" : `Quality ${told.join(", ")}`;
}
