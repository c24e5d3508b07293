/**
 * Shows a visit late: drawing the page takes longer than all that a match asks
 * of it, and would otherwise be done first.
 *
 * @module
 */

import type { CallView } from "./view.ts";

/** Runs something later than the task of the moment. */
export type Defer<T> = (work: () => void, value: T) => void;

/**
 * Shows the newest of many values, once what brought them about is done.
 *
 * @param show Shows a value.
 * @param defer When that is done; told of the first value that is to be shown.
 * @returns Takes a value; those in between are not shown.
 */
export function showLatest<T>(
  show: (value: T) => void,
  defer: Defer<T>,
): (value: T) => void {
  let newest: { readonly value: T } | null = null;
  return (value) => {
    const isDue = newest !== null;
    newest = { value };
    if (isDue) return;
    defer(() => {
      const { value } = newest!;
      newest = null;
      show(value);
    }, value);
  };
}

/**
 * Milliseconds that the page is not drawn while a call comes about: its steps
 * follow each other faster than anybody sees, and each waits for the page's
 * thread.
 */
export const COMING_ABOUT_MS = 50;

/** Milliseconds after which a view is drawn. */
export function drawnAfterMs({ state }: Pick<CallView, "state">): number {
  return state.name === "connecting" ? COMING_ABOUT_MS : 0;
}
