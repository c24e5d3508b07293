/**
 * Values as they are kept in memory: copies that nobody can change.
 *
 * @module
 */

/** A kept value and its size. */
export interface FrozenCopy {
  /** The copy, frozen through and through. */
  value: unknown;
  /** At most so many bytes when written down, roughly. */
  sizeBytes: number;
}

/** Largest value, bytes; Deno KV takes 65,536, with what is put around it. */
const MAX_BYTES = 65_000;

/** What a number, an object or an array takes besides its text. */
const PIECE_BYTES = 10;

/**
 * Copies a plain value: text, numbers, big integers,
 * booleans, `null`, arrays and objects of
 * these. Whoever wrote it may go on changing theirs, whoever reads it cannot.
 *
 * @throws {TypeError} When it is something else, or too large.
 */
export function frozenCopy(given: unknown): FrozenCopy {
  const size = { bytes: 0 };
  const value = copyOf(given, size);
  if (size.bytes > MAX_BYTES) {
    throw new TypeError(
      `Cannot keep a value as it must be below ${MAX_BYTES} bytes: current size is ${size.bytes}`,
    );
  }
  return { value, sizeBytes: size.bytes };
}

/** Adds to the size what is copied. */
function copyOf(value: unknown, size: { bytes: number }): unknown {
  size.bytes += PIECE_BYTES;
  switch (typeof value) {
    case "string":
      size.bytes += bytesOf(value);
      return value;
    case "number":
    case "bigint":
    case "boolean":
    case "undefined":
      return value;
    case "object":
      if (value === null) return value;
      return Object.freeze(
        Array.isArray(value)
          ? value.map((item) => copyOf(item, size))
          : copyOfObject(value, size),
      );
    default:
      throw notPlain(typeof value);
  }
}

function copyOfObject(
  value: object,
  size: { bytes: number },
): Record<string, unknown> {
  const { constructor } = value;
  if (constructor !== Object && constructor !== undefined) {
    throw notPlain(constructor.name);
  }
  const own: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    size.bytes += name.length;
    own[name] = copyOf(field, size);
  }
  return own;
}

// deno-lint-ignore no-control-regex -- the question is which bytes there are
const BEYOND_LATIN_1 = /[^\x00-\xff]/;

/** Latin-1 text is written in one byte for each character, other text in two. */
function bytesOf(text: string): number {
  return BEYOND_LATIN_1.test(text) ? text.length * 2 : text.length;
}

function notPlain(what: string): TypeError {
  return new TypeError(
    `Cannot keep a value as it must be plain data: found ${what}`,
  );
}
