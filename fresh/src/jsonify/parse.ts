/**
 * Reads what `stringify()` wrote. Runs in the browser, so it is kept small.
 *
 * @module
 */

/**
 * Values that stand in place of an index: the first is written as -1, the next
 * as -2, and so on.
 */
export const CONSTANTS = [undefined, null, NaN, Infinity, -Infinity, -0];

/** A hole in an array. */
export const HOLE = -7;

/** Makes values of further types from what was stored, by tag. */
// deno-lint-ignore no-explicit-any
export type CustomParser = Record<string, (value: any) => unknown>;

type Tagged = [tag: string, first: never, second: never];
type Slot = string | number | boolean | number[] | Tagged | {
  [key: string]: number;
};

/** Makes values of further built-in types from their text. */
const BUILT_IN: Record<string, (text: string, flags: string) => unknown> = {
  BigInt,
  Date: (text) => new Date(text),
  URL: (text) => new URL(text),
  RegExp: (text, flags) => new RegExp(text, flags),
  Uint8Array: (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)),
};

/**
 * Reads a serialized value.
 *
 * @param text What `stringify()` wrote.
 * @param custom Parsers for the tags given to `stringify()`.
 * @throws {TypeError} If a tag is unknown.
 */
export function parse<T = unknown>(text: string, custom: CustomParser = {}): T {
  const root = JSON.parse(text) as Slot[] | number;
  const slots = typeof root === "number" ? [] : root;
  const values: unknown[] = [];

  function get(index: number): unknown {
    if (index < 0) {
      if (index < -CONSTANTS.length) throw new TypeError(`Unknown: ${index}`);
      return CONSTANTS[-index - 1];
    }
    return index in values ? values[index] : read(index);
  }

  // Containers are kept before they are filled: what is in may refer to them.
  function read(index: number): unknown {
    const slot = slots[index]!;
    if (typeof slot !== "object") return values[index] = slot;
    if (!Array.isArray(slot)) {
      const object: Record<string, unknown> = values[index] = {};
      for (const key in slot) object[key] = get(slot[key]!);
      return object;
    }
    if (isTagged(slot)) return readTagged(index, slot);
    const array: unknown[] = values[index] = new Array(slot.length);
    slot.forEach((item, i) => {
      if (item !== HOLE) array[i] = get(item);
    });
    return array;
  }

  function readTagged(index: number, [tag, first, second]: Tagged): unknown {
    if (tag === "Set") {
      const set = values[index] = new Set();
      for (const item of first as number[]) set.add(get(item));
      return set;
    }
    if (tag === "Map") {
      const map = values[index] = new Map();
      const items: number[] = first;
      for (let i = 0; i < items.length; i += 2) {
        map.set(get(items[i]!), get(items[i + 1]!));
      }
      return map;
    }
    if (Object.hasOwn(custom, tag)) {
      return values[index] = custom[tag]!(get(first));
    }
    if (!Object.hasOwn(BUILT_IN, tag)) throw new TypeError(`Unknown: ${tag}`);
    return values[index] = BUILT_IN[tag]!(first, second);
  }

  return get(typeof root === "number" ? root : 0) as T;
}

function isTagged(slot: number[] | Tagged): slot is Tagged {
  return typeof slot[0] === "string";
}
