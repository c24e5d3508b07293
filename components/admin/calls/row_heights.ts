/**
 * How high the rows of the list of calls are on this screen.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** Heights in pixels, as the style sheet has them for this screen. */
export interface RowHeights {
  /** What stays over the rows at the top. */
  readonly headPx: number;
  /** A row. */
  readonly rowPx: number;
}

/**
 * Reads the heights once and after every change of the window's size: to read
 * them with each change would make the browser compute styles out of turn.
 *
 * @returns `null` before the list is in the page.
 */
export function useRowHeights(
  list: RefObject<HTMLDivElement>,
): RowHeights | null {
  const heights = useSignal<RowHeights | null>(null);
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

function heightsOf(list: HTMLElement): RowHeights {
  const styles = getComputedStyle(list);
  const px = (name: string) => parseFloat(styles.getPropertyValue(name));
  return { headPx: px("--head-px"), rowPx: px("--row-px") };
}
