/**
 * Serializes the props of a page's islands.
 *
 * @module
 */
import { Signal } from "@preact/signals";
import { type Stringifiers, stringify } from "../jsonify/stringify.ts";
import { isElement } from "./islands.ts";
import { type RenderState, ServerSlot } from "./state.ts";

const CUSTOM: Stringifiers = {
  Signal: (value) =>
    value instanceof Signal && !isComputed(value)
      ? { value: value.peek() }
      : undefined,
  // A computed signal cannot be computed again in the browser; there it is
  // one that stays at the value it had.
  Computed: (value) =>
    value instanceof Signal ? { value: value.peek() } : undefined,
  Slot: (value) =>
    value instanceof ServerSlot
      ? { value: { id: value.id, name: value.name } }
      : undefined,
  Element: (value) => {
    if (!isElement(value)) return undefined;
    throw new TypeError(
      "Cannot send JSX inside of an object to an island: give it as a prop of its own",
    );
  },
};

function isComputed(value: Signal): boolean {
  return Object.getPrototypeOf(value) !== Signal.prototype;
}

/**
 * Serializes island props to the text that the browser's `boot()` reads.
 *
 * @throws {TypeError} If a prop is nothing that can be sent, such as a function.
 */
export function serializeIslands(islands: RenderState["islandProps"]): string {
  return stringify(islands, CUSTOM);
}
