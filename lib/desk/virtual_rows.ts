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

/** Rows above and below the visible ones, so that fast scrolling shows no gap. */
const OVERSCAN = 8;

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
      /** Told when other rows are to be in the page. */
      onRange: (range: RowRange) => void;
    },
  ) {
    this.#options = {
      count: 0,
      estimateSize: () => 1,
      overscan: OVERSCAN,
      scrollPaddingEnd: headPx,
      getScrollElement: () => element,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: () => onRange(this.range),
    };
    this.#virtualizer = new Virtualizer(this.#options);
    this.#unmount = this.#virtualizer._didMount();
    this.#virtualizer._willUpdate();
  }

  /** The rows that are to be in the page. */
  get range(): RowRange {
    const items = this.#virtualizer.getVirtualItems();
    return {
      first: items[0]?.index ?? 0,
      end: (items.at(-1)?.index ?? -1) + 1,
    };
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
