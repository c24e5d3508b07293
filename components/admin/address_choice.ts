/**
 * A choice that the address of the page holds.
 *
 * @module
 */

import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** How a choice is read from an address and written into one. */
export interface AddressFormat<Choice> {
  /** Reads it from a query, with or without `?`. */
  readonly read: (search: string) => Choice;
  /** Writes it as a query with `?`; empty for the first choice. */
  readonly write: (choice: Choice) => string;
}

/**
 * Follows a choice. Each one is a step of the browser's history, so that its
 * back button undoes it; what is typed letter by letter is one with the step
 * before.
 *
 * @param initial What the address said to the server.
 * @returns What is chosen, and how to choose anew.
 */
export function useAddressChoice<Choice>(
  { read, write }: AddressFormat<Choice>,
  initial: Choice,
): readonly [
  Readonly<Signal<Choice>>,
  (next: Choice, how?: { isTyped: boolean }) => void,
] {
  const chosen = useSignal(initial);
  useEffect(() => {
    function follow(): void {
      const said = read(location.search);
      if (write(said) !== write(chosen.value)) chosen.value = said;
    }
    // Somebody may have gone back before the page was alive.
    follow();
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  function choose(next: Choice, { isTyped } = { isTyped: false }): void {
    chosen.value = next;
    const address = location.pathname + write(next);
    if (address === location.pathname + location.search) return;
    if (isTyped) history.replaceState(history.state, "", address);
    else history.pushState(null, "", address);
  }
  return [chosen, choose];
}
