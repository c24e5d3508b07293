/**
 * Shows a visit late: drawing the page takes longer than all that a match asks
 * of it, and would otherwise be done first.
 *
 * @module
 */

/** Runs something once the task of the moment is over. */
export type Defer = (work: () => void) => void;

/**
 * Shows the newest of many values, once what brought them about is done.
 *
 * @param show Shows a value.
 * @param defer When that is done.
 * @returns Takes a value; those in between are not shown.
 */
export function showLatest<T>(
  show: (value: T) => void,
  defer: Defer,
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
    });
  };
}
