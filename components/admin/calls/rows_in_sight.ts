/**
 * Which rows of the list of calls are in the page, where it is scrolled to, and
 * which row the keyboard is on.
 *
 * @module
 */

import { type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { FIRST_SCREEN_ROWS } from "@/lib/desk/first_screen.ts";
import {
  heldOrder,
  isSameOrder,
  keptOffset,
  rowAfterKey,
} from "@/lib/desk/list_place.ts";
import { type RowRange, VirtualRows } from "@/lib/desk/virtual_rows.ts";
import { type RowHeights, useRowHeights } from "./row_heights.ts";

/** What is in sight of a list. */
export interface RowsInSight {
  /** What scrolls. */
  list: RefObject<HTMLDivElement>;
  /** As high as all rows together. */
  space: RefObject<HTMLDivElement>;
  /** Holds the rows that are in the page. */
  sight: RefObject<HTMLDivElement>;
  /** Ids of all rows, as they are shown. */
  ids: readonly string[];
  /** Which of them are in the page. */
  range: RowRange;
  /** Id of the row that the keyboard is on; `null`: none. */
  selected: string | null;
  /** Whether somebody looks, so that no two rows trade places. */
  isHeld: boolean;
  /** Moves to the row that a key leads to; `false`: it leads to none. */
  move: (key: string) => boolean;
  /** Looks no more: back to the top, in the right order. */
  letGo: () => void;
}

/** What was shown last. */
interface Shown {
  choice: string;
  ids: readonly string[];
  /** Height of a row; left out before the first time. */
  rowPx?: number;
}

/** What the effects share. */
interface Place {
  parts: Pick<RowsInSight, "list" | "space" | "sight">;
  heights: RowHeights | null;
  virtual: { current: VirtualRows | null };
  shown: { current: Shown };
  range: Signal<RowRange>;
  selected: Signal<string | null>;
  isHeld: Signal<boolean>;
}

/**
 * Follows a list.
 *
 * @param wanted Ids of its rows in their right order.
 * @param choice Names what was chosen: another choice begins at the top.
 */
export function useRowsInSight(
  wanted: readonly string[],
  choice: string,
): RowsInSight {
  const list = useRef<HTMLDivElement>(null);
  const space = useRef<HTMLDivElement>(null);
  const sight = useRef<HTMLDivElement>(null);
  const place: Place = {
    parts: { list, space, sight },
    heights: useRowHeights(list),
    virtual: useRef<VirtualRows | null>(null),
    shown: useRef<Shown>({ choice, ids: [] }),
    range: useSignal<RowRange>({ first: 0, end: FIRST_SCREEN_ROWS }),
    selected: useSignal<string | null>(null),
    isHeld: useSignal(false),
  };
  const ids = useOrder(place, wanted, choice);
  useVirtualRows(place);
  usePlaceKept(place, ids, choice);
  useSightMoved(place);
  return {
    ...place.parts,
    ids,
    range: place.range.value,
    selected: place.selected.value,
    isHeld: place.isHeld.value,
    move: (key) => move(place, ids, key),
    letGo: () => letGo(place),
  };
}

/** Orders the rows: as they are wanted, or as they were while one looks. */
function useOrder(
  { shown, isHeld }: Place,
  wanted: readonly string[],
  choice: string,
): readonly string[] {
  return useMemo(() => {
    const before = shown.current.ids;
    const next = isHeld.value && shown.current.choice === choice
      ? heldOrder(before, wanted)
      : wanted;
    // The same ids in the same order leave the rows where they are.
    return isSameOrder(before, next) ? before : next;
  }, [wanted, choice, isHeld.value]);
}

function useVirtualRows(place: Place): void {
  const { parts, heights, virtual, range, selected, isHeld } = place;
  useLayoutEffect(() => {
    if (heights === null) return;
    const rowsInSight = new VirtualRows(parts.list.current!, {
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
}

function usePlaceKept(
  { parts, heights, virtual, shown, range }: Place,
  ids: readonly string[],
  choice: string,
): void {
  useLayoutEffect(() => {
    if (heights === null) return;
    const { rowPx } = heights;
    const before = shown.current;
    shown.current = { choice, ids, rowPx };
    parts.space.current!.style.blockSize = `${ids.length * rowPx}px`;
    virtual.current!.update(ids.length, rowPx);
    const { offsetPx: wasPx } = virtual.current!;
    // On a screen that was turned the same rows are higher or lower.
    const offsetPx = wasPx * rowPx / (before.rowPx ?? rowPx);
    const nextPx = before.choice === choice
      ? keptOffset(before.ids, ids, { offsetPx, rowPx })
      : 0;
    if (nextPx !== wasPx) parts.list.current!.scrollTop = nextPx;
    range.value = virtual.current!.range;
  }, [ids, choice, heights]);
}

function useSightMoved({ parts, heights, range }: Place): void {
  const { first } = range.value;
  useLayoutEffect(() => {
    if (heights === null) return;
    // A margin leaves the rows that stay where they were painted; to move them
    // by a transform would paint all of them anew.
    const { style } = parts.sight.current!;
    style.marginBlockStart = `${first * heights.rowPx}px`;
  }, [first, heights]);
}

function move(
  { parts, heights, virtual, selected, isHeld }: Place,
  ids: readonly string[],
  key: string,
): boolean {
  const { headPx, rowPx } = heights!;
  const { clientHeight } = parts.list.current!;
  const pageCount = Math.floor((clientHeight - headPx) / rowPx);
  const next = rowAfterKey(key, selected.value, ids, pageCount);
  if (next === null) return false;
  selected.value = next;
  isHeld.value = true;
  virtual.current!.show(ids.indexOf(next));
  return true;
}

function letGo({ parts, selected, isHeld }: Place): void {
  selected.value = null;
  parts.list.current!.scrollTop = 0;
  isHeld.value = false;
}
