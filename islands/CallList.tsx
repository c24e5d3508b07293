/**
 * Rows of calls of which only those in sight are in the page.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { CallListHead } from "@/components/admin/calls/CallListHead.tsx";
import {
  CallRowItem,
  rowElementId,
} from "@/components/admin/calls/CallRowItem.tsx";
import type { CallSort, SortKey } from "@/lib/desk/call_choice.ts";
import type { CallRow } from "@/lib/desk/call_rows.ts";
import { FIRST_SCREEN_ROWS } from "@/lib/desk/first_screen.ts";
import { heldOrder, keptOffset, rowAfterKey } from "@/lib/desk/list_place.ts";
import { VirtualRows } from "@/lib/desk/virtual_rows.ts";

/** What the list shows. */
export interface CallListProps {
  /** The calls in their right order. */
  rows: readonly CallRow[];
  /** How they are sorted. */
  sort: CallSort;
  /** Names what was chosen: another choice begins at the top. */
  choice: string;
  /** The server's time to the second, Unix milliseconds. */
  now: number;
  /** Sorts by a column. */
  onSort: (key: SortKey) => void;
}

/** Height of the head and of a row, in pixels, as the style sheet has them. */
function heightsOf(list: HTMLElement): { headPx: number; rowPx: number } {
  const styles = getComputedStyle(list);
  const px = (name: string) => parseFloat(styles.getPropertyValue(name));
  return { headPx: px("--head-px"), rowPx: px("--row-px") };
}

/** The list. While somebody looks, no two rows trade places. */
export default function CallList(props: CallListProps) {
  const { rows, sort, choice, now, onSort } = props;
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

  const byId = useMemo(() => new Map(rows.map((row) => [row.pairId, row])), [
    rows,
  ]);
  const ids = useMemo(() => {
    const wanted = rows.map(({ pairId }) => pairId);
    return isHeld.value && shown.current.choice === choice
      ? heldOrder(shown.current.ids, wanted)
      : wanted;
  }, [rows, choice, isHeld.value]);

  useLayoutEffect(() => {
    const { headPx } = heightsOf(list.current!);
    const rowsInSight = new VirtualRows(list.current!, {
      headPx,
      onRange(next) {
        isHeld.value = list.current!.scrollTop > 0 || selected.value !== null;
        const { first, end } = range.value;
        if (next.first !== first || next.end !== end) range.value = next;
      },
    });
    virtual.current = rowsInSight;
    return () => rowsInSight.close();
  }, []);

  useLayoutEffect(() => {
    const element = list.current!;
    const { rowPx } = heightsOf(element);
    const before = shown.current;
    shown.current = { choice, ids };
    space.current!.style.blockSize = `${ids.length * rowPx}px`;
    virtual.current!.update(ids.length, rowPx);
    const offsetPx = before.choice === choice
      ? keptOffset(before.ids, ids, { offsetPx: element.scrollTop, rowPx })
      : 0;
    if (offsetPx !== element.scrollTop) element.scrollTop = offsetPx;
    range.value = virtual.current!.range;
  }, [ids, choice]);

  const { first } = range.value;
  useLayoutEffect(() => {
    const { rowPx } = heightsOf(list.current!);
    sight.current!.style.translate = `0 ${first * rowPx}px`;
  }, [first]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== list.current) return;
    const element = list.current!;
    if (event.key === "Enter" && selected.value !== null) {
      location.assign(`/admin/calls/${selected.value}`);
      return;
    }
    if (event.key === "Escape") return letGo();
    const { headPx, rowPx } = heightsOf(element);
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
