/**
 * Rows of calls of which only those in sight are in the page.
 *
 * @module
 */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { CallListHead } from "@/components/admin/calls/CallListHead.tsx";
import {
  CallRowItem,
  rowElementId,
} from "@/components/admin/calls/CallRowItem.tsx";
import type { CallSort, SortKey } from "@/lib/desk/call_choice.ts";
import type { CallRow } from "@/lib/desk/call_rows.ts";
import { FIRST_SCREEN_ROWS } from "@/lib/desk/first_screen.ts";
import {
  heldOrder,
  isSameOrder,
  keptOffset,
  rowAfterKey,
} from "@/lib/desk/list_place.ts";
import { formatCount } from "@/lib/monitoring/overview/format.ts";
import { VirtualRows } from "@/lib/desk/virtual_rows.ts";

/** What the list shows. */
export interface CallListProps {
  /** The calls in their right order. */
  rows: readonly CallRow[];
  /** How many calls there are, shown or not; `null`: not known yet. */
  allCount: number | null;
  /** How they are sorted. */
  sort: CallSort;
  /** Names what was chosen: another choice begins at the top. */
  choice: string;
  /** The server's time to the second, Unix milliseconds. */
  now: ReadonlySignal<number>;
  /** Sorts by a column. */
  onSort: (key: SortKey) => void;
}

/** Heights in pixels, as the style sheet has them for this screen. */
interface Heights {
  readonly headPx: number;
  readonly rowPx: number;
}

function heightsOf(list: HTMLElement): Heights {
  const styles = getComputedStyle(list);
  const px = (name: string) => parseFloat(styles.getPropertyValue(name));
  return { headPx: px("--head-px"), rowPx: px("--row-px") };
}

/**
 * Reads the heights once and after every change of the window's size: to read
 * them with each change would make the browser compute styles out of turn.
 */
function useHeights(list: { current: HTMLElement | null }): Heights | null {
  const heights = useSignal<Heights | null>(null);
  useLayoutEffect(() => {
    function read(): void {
      const next = heightsOf(list.current!);
      const { headPx, rowPx } = heights.value ?? {};
      if (next.headPx === headPx && next.rowPx === rowPx) return;
      heights.value = next;
    }
    read();
    addEventListener("resize", read);
    return () => removeEventListener("resize", read);
  }, []);
  return heights.value;
}

/** The list. While somebody looks, no two rows trade places. */
export default function CallList(props: CallListProps) {
  const { rows, allCount, sort, choice, now, onSort } = props;
  const list = useRef<HTMLDivElement>(null);
  const space = useRef<HTMLDivElement>(null);
  const sight = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualRows | null>(null);
  const shown = useRef<{ choice: string; ids: readonly string[] }>({
    choice,
    ids: [],
  });
  const range = useSignal({ first: 0, end: FIRST_SCREEN_ROWS });
  const selected = useSignal<string | null>(null);
  const isHeld = useSignal(false);
  const heights = useHeights(list);

  const byId = useMemo(() => new Map(rows.map((row) => [row.pairId, row])), [
    rows,
  ]);
  const ids = useMemo(() => {
    const before = shown.current.ids;
    const wanted = rows.map(({ pairId }) => pairId);
    const next = isHeld.value && shown.current.choice === choice
      ? heldOrder(before, wanted)
      : wanted;
    // The same ids in the same order leave the rows where they are.
    return isSameOrder(before, next) ? before : next;
  }, [rows, choice, isHeld.value]);

  useLayoutEffect(() => {
    if (heights === null) return;
    const rowsInSight = new VirtualRows(list.current!, {
      headPx: heights.headPx,
      onRange(next, offsetPx) {
        isHeld.value = offsetPx > 0 || selected.value !== null;
        const { first, end } = range.value;
        if (next.first !== first || next.end !== end) range.value = next;
      },
    });
    virtual.current = rowsInSight;
    return () => rowsInSight.close();
  }, [heights]);

  useLayoutEffect(() => {
    if (heights === null) return;
    const { rowPx } = heights;
    const before = shown.current;
    shown.current = { choice, ids };
    space.current!.style.blockSize = `${ids.length * rowPx}px`;
    virtual.current!.update(ids.length, rowPx);
    const { offsetPx } = virtual.current!;
    const nextPx = before.choice === choice
      ? keptOffset(before.ids, ids, { offsetPx, rowPx })
      : 0;
    if (nextPx !== offsetPx) list.current!.scrollTop = nextPx;
    range.value = virtual.current!.range;
  }, [ids, choice, heights]);

  const { first } = range.value;
  useLayoutEffect(() => {
    if (heights === null) return;
    // A margin leaves the rows that stay where they were painted; to move them
    // by a transform would paint all of them anew.
    sight.current!.style.marginBlockStart = `${first * heights.rowPx}px`;
  }, [first, heights]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== list.current) return;
    const element = list.current!;
    if (event.key === "Enter" && selected.value !== null) {
      location.assign(`/admin/calls/${selected.value}`);
      return;
    }
    if (event.key === "Escape") return letGo();
    const { headPx, rowPx } = heights!;
    const page = Math.floor((element.clientHeight - headPx) / rowPx);
    const next = rowAfterKey(event.key, selected.value, ids, page);
    if (next === null) return;
    event.preventDefault();
    selected.value = next;
    isHeld.value = true;
    virtual.current!.show(ids.indexOf(next));
  }

  function letGo() {
    selected.value = null;
    list.current!.scrollTop = 0;
    isHeld.value = false;
  }

  const end = Math.min(range.value.end, ids.length);
  const active = selected.value;
  const isActiveShown = active !== null &&
    ids.slice(first, end).includes(active);
  return (
    <>
      <p class="call-held soft" role="status">
        {allCount !== null && rows.length < allCount && (
          <b>
            {`${formatCount(rows.length)} of ${formatCount(allCount)} calls. `}
          </b>
        )}
        {isHeld.value && (
          <>
            Rows keep their places while you look.{" "}
            <button type="button" class="link-button" onClick={letGo}>
              Sort now
            </button>
          </>
        )}
      </p>
      <div
        ref={list}
        class="call-list"
        role="grid"
        tabIndex={0}
        aria-label="Live calls"
        aria-rowcount={ids.length + 1}
        aria-activedescendant={isActiveShown ? rowElementId(active) : undefined}
        onKeyDown={onKeyDown}
      >
        <CallListHead sort={sort} onSort={onSort} />
        <div ref={space} class="call-space">
          <div ref={sight} role="rowgroup">
            {ids.slice(first, end).map((pairId, i) => (
              <CallRowItem
                key={pairId}
                row={byId.get(pairId)!}
                index={first + i}
                isSelected={pairId === active}
                now={now}
              />
            ))}
          </div>
        </div>
      </div>
    </>
  );
}
