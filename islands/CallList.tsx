/**
 * Rows of calls of which only those in sight are in the page.
 *
 * @module
 */

import type { ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { CallListHead } from "@/components/admin/calls/CallListHead.tsx";
import {
  CallRowItem,
  rowElementId,
} from "@/components/admin/calls/CallRowItem.tsx";
import { useRowsInSight } from "@/components/admin/calls/rows_in_sight.ts";
import { type CallChoice, queryOf } from "@/lib/desk/call_address.ts";
import type { SortKey } from "@/lib/desk/call_choice.ts";
import type { CallRow } from "@/lib/desk/call_rows.ts";
import { formatCount } from "@/lib/monitoring/overview/format.ts";

/** What the list shows. */
export interface CallListProps {
  /** The calls in their right order. */
  rows: readonly CallRow[];
  /** How many calls there are, shown or not. */
  allCount: number;
  /** What was chosen: another choice begins at the top. */
  choice: CallChoice;
  /** The server's time to the second, Unix milliseconds. */
  now: ReadonlySignal<number>;
  /** Sorts by a column. */
  onSort: (key: SortKey) => void;
}

/** The list. While somebody looks, no two rows trade places. */
export default function CallList(props: CallListProps) {
  const { rows, choice, now, onSort } = props;
  const wanted = useMemo(() => rows.map(({ pairId }) => pairId), [rows]);
  const byId = useMemo(() => new Map(rows.map((row) => [row.pairId, row])), [
    rows,
  ]);
  const inSight = useRowsInSight(wanted, queryOf(choice));
  const { list, space, sight, ids, range, selected, move, letGo } = inSight;

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== list.current) return;
    if (event.key === "Enter" && selected !== null) {
      location.assign(`/admin/calls/${selected}`);
    } else if (event.key === "Escape") {
      letGo();
    } else if (move(event.key)) {
      event.preventDefault();
    }
  }

  const { first } = range;
  const idsInSight = ids.slice(first, range.end);
  const isSelectedInSight = selected !== null && idsInSight.includes(selected);
  return (
    <>
      <Note {...props} isHeld={inSight.isHeld} onLetGo={letGo} />
      <div
        ref={list}
        class="call-list"
        role="grid"
        tabIndex={0}
        aria-label="Live calls"
        aria-rowcount={ids.length + 1}
        aria-activedescendant={isSelectedInSight
          ? rowElementId(selected)
          : undefined}
        onKeyDown={onKeyDown}
      >
        <CallListHead choice={choice} onSort={onSort} />
        <div ref={space} class="call-space">
          <div ref={sight} role="rowgroup">
            {idsInSight.map((pairId, i) => (
              <CallRowItem
                key={pairId}
                row={byId.get(pairId)!}
                index={first + i}
                isSelected={pairId === selected}
                now={now}
              />
            ))}
          </div>
        </div>
      </div>
    </>
  );
}

function Note({ rows, allCount, isHeld, onLetGo }: CallListProps & {
  isHeld: boolean;
  onLetGo: () => void;
}) {
  return (
    <p class="call-held soft" role="status">
      {rows.length < allCount && (
        <b>
          {`${formatCount(rows.length)} of ${formatCount(allCount)} calls. `}
        </b>
      )}
      {isHeld && (
        <>
          Rows keep their places while you look.{" "}
          <button type="button" class="link-button" onClick={onLetGo}>
            Sort now
          </button>
        </>
      )}
    </p>
  );
}
