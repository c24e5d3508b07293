/**
 * Reads what `stringify()` wrote. Runs in the browser, so it is kept small.
 *
 * @module
 */
import {
  HOLE,
  INFINITY_NEG,
  INFINITY_POS,
  NAN,
  NULL,
  UNDEFINED,
  ZERO_NEG,
} from "./constants.ts";

/** Makes values of further types from what was stored, by tag. */
// deno-lint-ignore no-explicit-any
export type CustomParser = Record<string, (value: any) => unknown>;

type Slot = string | number | boolean | unknown[] | Record<string, number>;

const UNDONE = Symbol();

/**
 * Reads a serialised value.
 *
 * @param text What `stringify()` wrote.
 * @param custom Parsers for the tags given to `stringify()`.
 * @throws {TypeError} If a tag is unknown.
 */
export function parse<T = unknown>(text: string, custom: CustomParser = {}): T {
  const slots = JSON.parse(text) as Slot[] | number;
  if (typeof slots === "number") return constant(slots) as T;
  const values: unknown[] = slots.map(() => UNDONE);

  function get(index: number): unknown {
    if (index < 0) return constant(index);
    if (values[index] === UNDONE) read(index, slots as Slot[]);
    return values[index];
  }

  function read(index: number, slots: Slot[]): void {
    const slot = slots[index];
    if (typeof slot !== "object") {
      values[index] = slot;
    } else if (!Array.isArray(slot)) {
      // Kept before its fields are read, which may refer back to it.
      const object: Record<string, unknown> = values[index] = {};
      for (const key in slot) object[key] = get(slot[key]!);
    } else if (typeof slot[0] === "string") {
      readTagged(index, slot as [string, never, never]);
    } else {
      const array: unknown[] = values[index] = new Array(slot.length);
      slot.forEach((item, i) => {
        if (item !== HOLE) array[i] = get(item as number);
      });
    }
  }

  function readTagged(
    index: number,
    [tag, first, second]: [string, never, never],
  ): void {
    if (tag === "Set") {
      const set = values[index] = new Set();
      for (const item of first as number[]) set.add(get(item));
    } else if (tag === "Map") {
      const map = values[index] = new Map();
      const items = first as number[];
      for (let i = 0; i < items.length; i += 2) {
        map.set(get(items[i]!), get(items[i + 1]!));
      }
    } else if (Object.hasOwn(custom, tag)) {
      values[index] = custom[tag]!(get(first));
    } else {
      values[index] = builtIn(tag, first, second);
    }
  }

  return get(0) as T;
}

function constant(index: number): unknown {
  switch (index) {
    case UNDEFINED:
      return undefined;
    case NULL:
      return null;
    case NAN:
      return NaN;
    case INFINITY_POS:
      return Infinity;
    case INFINITY_NEG:
      return -Infinity;
    case ZERO_NEG:
      return -0;
  }
  throw new TypeError(`Unknown constant ${index}`);
}

function builtIn(tag: string, first: string, second: string): unknown {
  switch (tag) {
    case "BigInt":
      return BigInt(first);
    case "Date":
      return new Date(first);
    case "URL":
      return new URL(first);
    case "RegExp":
      return new RegExp(first, second);
    case "Uint8Array":
      return Uint8Array.from(atob(first), (char) => char.charCodeAt(0));
  }
  if (tag.startsWith("Temporal.")) {
    const { Temporal } = globalThis as unknown as {
      Temporal: Record<string, { from(text: string): unknown }>;
    };
    return Temporal[tag.slice(9)]!.from(first);
  }
  throw new TypeError(`Unknown tag ${tag}`);
}
