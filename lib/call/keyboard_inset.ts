/**
 * How much of the page a phone's keyboard covers: most browsers lay it over the
 * page and shrink only what they call the visual viewport.
 *
 * Source: CSSOM View, VisualViewport.
 *
 * @module
 */

/** The part of the visual viewport that is needed. */
export type Viewport =
  & Pick<VisualViewport, "height" | "offsetTop" | "scale">
  & Pick<EventTarget, "addEventListener" | "removeEventListener">;

/** Bars of the browser that come and go are lower than this, CSS pixels. */
const LEAST_KEYBOARD_PX = 120;

/**
 * Measures the covered part at the page's lower edge.
 *
 * @param pageHeightPx Height of the page's window, CSS pixels.
 * @returns CSS pixels; 0 without a keyboard, and where somebody has zoomed in.
 */
export function keyboardInsetPx(
  pageHeightPx: number,
  { height, offsetTop, scale }: Pick<
    Viewport,
    "height" | "offsetTop" | "scale"
  >,
): number {
  if (scale > 1) return 0;
  const insetPx = Math.round(pageHeightPx - height - offsetTop);
  return insetPx < LEAST_KEYBOARD_PX ? 0 : insetPx;
}

/** What watching the keyboard takes. */
export interface KeyboardWatch {
  /** Height of the page's window, CSS pixels. */
  readonly pageHeightPx: () => number;
  /** Told at once, and of every change. */
  readonly onInset: (insetPx: number) => void;
}

/**
 * Watches the keyboard.
 *
 * @param viewport Missing in old browsers, which make room by themselves.
 * @returns Ends that.
 */
export function watchKeyboard(
  viewport: Viewport | null,
  { pageHeightPx, onInset }: KeyboardWatch,
): () => void {
  if (viewport === null) return () => {};
  const follow = () => onInset(keyboardInsetPx(pageHeightPx(), viewport));
  follow();
  for (const event of ["resize", "scroll"]) {
    viewport.addEventListener(event, follow);
  }
  return () => {
    for (const event of ["resize", "scroll"]) {
      viewport.removeEventListener(event, follow);
    }
  };
}
