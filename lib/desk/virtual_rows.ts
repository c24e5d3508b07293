/**
 * Which rows of a long list are in the page, by `@tanstack/virtual-core`.
 *
 * @module
 */

import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core";

/** The rows that are in the page. */
export interface RowRange {
  /** Index of the first. */
  readonly first: number;
  /** Index after the last. */
  readonly end: number;
}

/**
 * Rows that are in the page above and below the visible ones at least, so that
 * fast scrolling shows no gap; and how many come and go at once. One by one they
 * would make the browser paint the list anew in every frame of a scroll.
 */
const STEP_ROWS = 8;

/**
 * Rounds a range outwards to whole steps.
 *
 * @param range The rows in sight, and those beside them.
 * @param count How many rows there are.
 */
export function steppedRange(
  { first, end }: RowRange,
  count: number,
): RowRange {
  return {
    first: Math.floor(first / STEP_ROWS) * STEP_ROWS,
    end: Math.min(count, Math.ceil(end / STEP_ROWS) * STEP_ROWS),
  };
}

/** A list whose rows are all of one height. */
export class VirtualRows {
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  readonly #unmount: () => void;
  #options: VirtualizerOptions<HTMLElement, HTMLElement>;

  /**
   * Follows a scrolling element.
   *
   * @param element What scrolls.
   */
  constructor(
    element: HTMLElement,
    { headPx, onRange }: {
      /** Height of what stays over the rows at the top, pixels. */
      headPx: number;
      /** Told when other rows are to be in the page, or it is scrolled. */
      onRange: (range: RowRange, offsetPx: number) => void;
    },
  ) {
    this.#options = {
      count: 0,
      estimateSize: () => 1,
      overscan: STEP_ROWS,
      scrollPaddingEnd: headPx,
      // Else it would scroll the element to its top.
      initialOffset: () => element.scrollTop,
      getScrollElement: () => element,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => onRange(this.range, this.offsetPx),
    };
    this.#virtualizer = new Virtualizer(this.#options);
    this.#unmount = this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
  }

  /** The rows that are to be in the page. */
  get range(): RowRange {
    const items = this.#virtualizer.getVirtualItems();
    const first = items[0]?.index ?? 0;
    const end = (items.at(-1)?.index ?? -1) + 1;
    return steppedRange({ first, end }, this.#options.count);
  }

  /**
   * How far the list is scrolled, pixels, as its last scroll event said: to ask
   * the element would make the browser lay the page out at once.
   */
  get offsetPx(): number {
    return this.#virtualizer.scrollOffset ?? 0;
  }

  /** Tells how many rows there are, and their height in pixels. */
  update(count: number, rowPx: number): void {
    const hasOtherSize = this.#options.estimateSize(0) !== rowPx;
    this.#options = { ...this.#options, count, estimateSize: () => rowPx };
    this.#virtualizer.setOptions(this.#options);
    if (hasOtherSize) this.#virtualizer.measure();
    this.#virtualizer._willUpdate();
  }

  /** Brings a row into view, as little as that takes. */
  show(index: number): void {
    this.#virtualizer.scrollToIndex(index, { align: "auto" });
  }

  /** Follows no more. */
  close(): void {
    this.#unmount();
  }
}
