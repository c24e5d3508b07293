/**
 * A list that keeps its place while its data changes: what is being looked at
 * neither jumps nor slides away.
 *
 * @module
 */

/**
 * Orders ids for somebody who is looking at them: those that are still there
 * stay in their order, and new ones go to the end.
 *
 * @param shown Ids as they are shown.
 * @param wanted Ids that are to be shown, in their right order.
 * @returns The ids of `wanted`, each once.
 */
export function heldOrder(
  shown: readonly string[],
  wanted: readonly string[],
): string[] {
  const isWanted = new Set(wanted);
  const isShown = new Set(shown);
  return [
    ...shown.filter((id) => isWanted.has(id)),
    ...wanted.filter((id) => !isShown.has(id)),
  ];
}

/** Says whether two lists have the same ids in the same order. */
export function isSameOrder(
  one: readonly string[],
  other: readonly string[],
): boolean {
  return one.length === other.length && one.every((id, i) => id === other[i]);
}

/** Where a list is scrolled to. */
export interface ListPlace {
  /** Distance from its top, pixels. */
  readonly offsetPx: number;
  /** Height of each row, pixels. */
  readonly rowPx: number;
}

/**
 * Says where to scroll so that the row at the top stays at the top, or else the
 * first below it that is still there.
 *
 * @param before Ids as they were shown.
 * @param after Ids as they will be shown.
 * @returns The new distance from the top, pixels.
 */
export function keptOffset(
  before: readonly string[],
  after: readonly string[],
  { offsetPx, rowPx }: ListPlace,
): number {
  const first = Math.floor(offsetPx / rowPx);
  // Who is at the top wants to see what comes in at the top.
  if (first <= 0) return offsetPx;
  const indexOf = new Map(after.map((id, i) => [id, i]));
  for (let i = first; i < before.length; i++) {
    const index = indexOf.get(before[i]!);
    if (index === undefined) continue;
    return index * rowPx + (offsetPx - first * rowPx);
  }
  return offsetPx;
}

/** Keys that move through the list. */
const STEPS: Readonly<
  Record<string, (i: number, last: number, page: number) => number>
> = {
  ArrowDown: (i) => i + 1,
  ArrowUp: (i) => i - 1,
  PageDown: (i, _, page) => i + page,
  PageUp: (i, _, page) => i - page,
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * Says which row a key leads to.
 *
 * @param key Name of the key, as in `KeyboardEvent.key`.
 * @param selected Id of the selected row; `null` without one.
 * @param ids Ids as they are shown.
 * @param pageCount Rows that a page has.
 * @returns An id; `null` where the key does not move, or nothing is shown.
 */
export function rowAfterKey(
  key: string,
  selected: string | null,
  ids: readonly string[],
  pageCount: number,
): string | null {
  const step = Object.hasOwn(STEPS, key) ? STEPS[key] : undefined;
  if (step === undefined || ids.length === 0) return null;
  const last = ids.length - 1;
  const index = selected === null ? -1 : ids.indexOf(selected);
  const from = index === -1 && key === "ArrowUp" ? ids.length : index;
  const to = step(from, last, Math.max(1, pageCount));
  return ids[Math.min(last, Math.max(0, to))]!;
}
