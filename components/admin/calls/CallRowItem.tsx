/**
 * One call of the list.
 *
 * @module
 */

import type { ReadonlySignal } from "@preact/signals";
import { Component } from "preact";
import { shortId } from "@/lib/desk/call_words.ts";
import type { CallRow, RowMember } from "@/lib/desk/call_rows.ts";
import {
  formatAge,
  formatBps,
  formatClock,
  formatMs,
  formatPct,
} from "@/lib/monitoring/overview/format.ts";
import { QualityMark } from "../QualityMark.tsx";

/** What a row shows. */
export interface CallRowItemProps {
  /** The call. */
  row: CallRow;
  /** Its place in the list, from 0. */
  index: number;
  /** Whether the keyboard is on it. */
  isSelected: boolean;
  /** The server's time to the second, Unix milliseconds. */
  now: ReadonlySignal<number>;
}

/** Members that are named; of more, the countries are named. */
const NAMED_COUNTRIES = 3;

/** Id of a row's element, to which the list's focus points. */
export function rowElementId(pairId: string): string {
  return `call-${pairId}`;
}

/**
 * One call. It is drawn anew only when something of it changed: on a busy site
 * forty rows are looked at four times a second. What grows with time is drawn
 * by itself.
 */
export class CallRowItem extends Component<CallRowItemProps> {
  override shouldComponentUpdate(next: CallRowItemProps): boolean {
    const { row, index, isSelected } = this.props;
    return row !== next.row || index !== next.index ||
      isSelected !== next.isSelected;
  }

  override render({ row, index, isSelected, now }: CallRowItemProps) {
    const { pairId, members, relayCount, isPathKnown, severity } = row;
    return (
      <div
        role="row"
        id={rowElementId(pairId)}
        class="call-row"
        data-level={row.quality}
        aria-rowindex={index + 2}
        aria-selected={isSelected}
      >
        <span role="gridcell" class="cell-id">
          <a href={`/admin/calls/${pairId}`} tabIndex={-1} title={pairId}>
            {shortId(pairId)}
          </a>
        </span>
        <span role="gridcell" class="cell-members">
          <MemberTicks members={members} />
          <span>{membersText(members)}</span>
        </span>
        <span role="gridcell" class="cell-quality">
          <QualityMark level={row.quality} />
        </span>
        <span role="gridcell" class="cell-up">{formatBps(row.upBps)}</span>
        <span role="gridcell" class="cell-down">{formatBps(row.downBps)}</span>
        <span role="gridcell" class="cell-rtt">
          {formatMs(rounded(row.rttMs))}
        </span>
        <span role="gridcell" class="cell-loss">
          {formatPct(tenths(row.lossPct))}
        </span>
        <span role="gridcell" class="cell-relay">
          {isPathKnown
            ? relayCount === 0 ? "direct" : `relay ${relayCount}`
            : "–"}
        </span>
        <span role="gridcell" class="cell-duration">
          <Since at={row.startedAt} now={now} format={formatClock} />
        </span>
        <span
          role="gridcell"
          class="cell-alerts"
          data-severity={severity ?? undefined}
        >
          {severity === null ? "–" : `${row.alertCount} ${severity}`}
        </span>
        <span role="gridcell" class="cell-age">
          {row.updatedAt === null
            ? "–"
            : <Since at={row.updatedAt} now={now} format={formatAge} />}
        </span>
      </div>
    );
  }
}

/** How long ago something was; the only part that each second is new. */
function Since({ at, now, format }: {
  at: number;
  now: ReadonlySignal<number>;
  format: (durationMs: number) => string;
}) {
  return <>{format(now.value - at)}</>;
}

function rounded(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms);
}

function tenths(pct: number | undefined): number | undefined {
  return pct === undefined ? undefined : Math.round(10 * pct) / 10;
}

/** Says who is in a call: `VN, SA`, `10 from VN, SA, EG`. */
function membersText(members: readonly RowMember[]): string {
  const countries = [...new Set(members.map(({ country }) => country))]
    .filter((country) => country !== "XX");
  const named = countries.slice(0, NAMED_COUNTRIES).join(", ");
  const more = countries.length > NAMED_COUNTRIES ? " …" : "";
  const count = members.length;
  if (named === "") return `${count}`;
  return count <= 2 ? named : `${count} from ${named}${more}`;
}

const TICK_PX = 4;
const HEIGHTS = {
  excellent: 12,
  good: 9,
  fair: 6,
  poor: 3,
  unknown: 2,
} as const;

/** How a member's bar looks. */
type Tick = keyof typeof HEIGHTS;

function tickOf({ quality, isBroken }: RowMember): Tick {
  return isBroken ? "poor" : quality ?? "unknown";
}

/**
 * Draws the bars of the members, as high as their call is good. All of one look
 * are one path: ten shapes in each of forty rows take long to paint.
 *
 * @returns The paths by their looks, as the `d` of SVG in a box 12 high.
 */
export function tickPaths(members: readonly RowMember[]): Map<Tick, string> {
  const paths = new Map<Tick, string>();
  for (const [i, member] of members.entries()) {
    const tick = tickOf(member);
    const height = HEIGHTS[tick];
    const bar = `M${i * TICK_PX} ${12 - height}h3v${height}h-3z`;
    paths.set(tick, (paths.get(tick) ?? "") + bar);
  }
  return paths;
}

function MemberTicks({ members }: { members: readonly RowMember[] }) {
  const width = Math.max(1, members.length) * TICK_PX;
  return (
    <svg
      class="ticks"
      width={width}
      height="12"
      viewBox={`0 0 ${width} 12`}
      aria-hidden="true"
    >
      {Array.from(
        tickPaths(members),
        ([tick, path]) => <path key={tick} data-level={tick} d={path} />,
      )}
    </svg>
  );
}
