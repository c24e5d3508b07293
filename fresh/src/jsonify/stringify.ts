/**
 * Serializes values that JSON cannot hold: cycles, shared references, Map,
 * Set, Date, bigint and others.
 *
 * The text is one JSON array of slots. Slot 0 is the value; objects and arrays
 * hold the indexes of other slots; equal values share one slot.
 *
 * @module
 */
import { missing } from "../missing.ts";
import { CONSTANTS, HOLE } from "./parse.ts";

/**
 * Serializers for further types by tag; each returns what to store in place of
 * a value, or `undefined` for values that are not its own.
 */
export type Stringifiers = Record<
  string,
  (value: unknown) => { value: unknown } | undefined
>;

/**
 * Serializes a value.
 *
 * @param value What to serialize.
 * @param custom Serializers for further types.
 * @throws {TypeError} If there is a function, a symbol, or a kind of object
 * that would not come back as it was.
 *
 * @example Usage
 * ```ts ignore
 * stringify({ at: new Date(0) });
 * // [{"at":1},["Date","1970-01-01T00:00:00.000Z"]]
 * ```
 */
export function stringify(
  value: unknown,
  custom: Stringifiers = {},
): string {
  const writer = new Writer(custom);
  const root = writer.indexOf(value, "the value");
  return root < 0 ? String(root) : `[${writer.slots.join(",")}]`;
}

class Writer {
  readonly slots: string[] = [];
  readonly #indexes = new Map<unknown, number>();
  readonly #custom: [string, Stringifiers[string]][];

  constructor(custom: Stringifiers) {
    this.#custom = Object.entries(custom);
  }

  /** Returns the slot of a value, which is made when it has none. */
  indexOf(value: unknown, name: string): number {
    const constant = CONSTANTS.findIndex((known) => Object.is(known, value));
    if (constant >= 0) return -constant - 1;
    const known = this.#indexes.get(value);
    if (known !== undefined) return known;
    const index = this.slots.push("") - 1;
    this.#indexes.set(value, index);
    this.slots[index] = this.#write(value, name);
    return index;
  }

  #write(value: unknown, name: string): string {
    switch (typeof value) {
      case "string":
      case "number":
      case "boolean":
        return JSON.stringify(value);
      case "bigint":
        return tagged("BigInt", String(value));
      case "object":
        return this.#writeObject(value as object, name);
    }
    throw new TypeError(
      `Cannot serialize ${name} as it is a ${typeof value}: props of islands must be data`,
    );
  }

  #writeObject(value: object, name: string): string {
    for (const [tag, stringifier] of this.#custom) {
      const found = stringifier(value);
      if (found === undefined) continue;
      return `["${tag}",${this.indexOf(found.value, name)}]`;
    }
    if (Array.isArray(value)) return this.#writeArray(value, name);
    if (value instanceof Date) {
      const isValid = !Number.isNaN(value.getTime());
      return tagged("Date", isValid ? value.toISOString() : "Invalid Date");
    }
    if (value instanceof URL) return tagged("URL", value.href);
    if (value instanceof RegExp) {
      return `["RegExp",${JSON.stringify(value.source)}, "${value.flags}"]`;
    }
    if (value instanceof Uint8Array) return tagged("Uint8Array", base64(value));
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    if (value instanceof Set || value instanceof Map) {
      const items = value instanceof Map ? [...value].flat() : [...value];
      return `["${kind}",[${items.map((item) => this.indexOf(item, name))}]]`;
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      throw new TypeError(
        `Cannot serialize ${name} as it is a ${kind}: use a Uint8Array`,
      );
    }
    if (kind.startsWith("Temporal.")) missing(`${kind} as ${name}`);
    const fields = Object.entries(value)
      // Read back, it would set the prototype of an object.
      .filter(([key]) => key !== "__proto__")
      .map(([key, field]) =>
        `${JSON.stringify(key)}:${this.indexOf(field, `${name}.${key}`)}`
      );
    return `{${fields}}`;
  }

  #writeArray(value: unknown[], name: string): string {
    const items: number[] = [];
    for (let i = 0; i < value.length; i++) {
      items.push(i in value ? this.indexOf(value[i], `${name}[${i}]`) : HOLE);
    }
    return `[${items}]`;
  }
}

function tagged(tag: string, ...values: string[]): string {
  return JSON.stringify([tag, ...values]);
}

/** Encodes the bytes of the view, and none of its buffer beside them. */
function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
