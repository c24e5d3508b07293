/**
 * Serialises the props of a page's islands.
 *
 * @module
 */
import { Signal } from "@preact/signals";
import { type Stringifiers, stringify } from "../jsonify/stringify.ts";
import { isElement, SlotRef } from "./islands.ts";
import type { IslandProps } from "./state.ts";

const CUSTOM: Stringifiers = {
  // A computed signal cannot be computed again in the browser; there it is
  // one that stays at the value it had.
  Computed: (value) =>
    isSignal(value) && !isPlainSignal(value) ? peek(value) : undefined,
  Signal: (value) =>
    isSignal(value) && isPlainSignal(value) ? peek(value) : undefined,
  Slot: (value) =>
    value instanceof SlotRef
      ? { value: { id: value.id, name: value.name } }
      : undefined,
};

function isSignal(value: unknown): value is Signal {
  return value instanceof Signal;
}

function isPlainSignal(value: Signal): boolean {
  return Object.getPrototypeOf(value) === Signal.prototype;
}

function peek(value: Signal): { value: unknown } {
  return { value: value.peek() };
}

/**
 * Serialises island props to the text that the browser's `boot()` reads.
 *
 * @throws {TypeError} If a prop is nothing that can be sent, such as a function.
 */
export function serializeIslands(islands: IslandProps[]): string {
  return stringify(islands, CUSTOM, (value) => {
    if (isElement(value)) {
      throw new TypeError(
        "Cannot send JSX inside of an object to an island: give it as a prop of its own",
      );
    }
  });
}
