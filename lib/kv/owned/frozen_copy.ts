/**
 * Values as they are kept in memory: copies that nobody can change.
 *
 * @module
 */

/** Largest value, bytes; Deno KV takes 65,536, with what is put around it. */
const MAX_BYTES = 65_000;

/** What a number, an object or an array takes besides its text. */
const PIECE_BYTES = 10;

/**
 * Copies a plain value: what JSON holds, or one big integer, which is a
 * counter. A field that is `undefined` is left out. Whoever wrote it may go on
 * changing theirs, whoever reads it cannot.
 *
 * @throws {TypeError} When it is something else, or too large.
 */
export function frozenCopy(given: unknown): unknown {
  if (typeof given === "bigint") return given;
  const size = { chars: 0, pieces: 0 };
  const value = copyOf(given, size);
  // Few are so long that it matters which characters take two bytes.
  const mayBeLarge = size.chars * 2 + size.pieces * PIECE_BYTES > MAX_BYTES;
  if (mayBeLarge) refuseLarge(value);
  return value;
}

/** Adds to the size what is copied. */
function copyOf(
  value: unknown,
  size: { chars: number; pieces: number },
): unknown {
  size.pieces++;
  switch (typeof value) {
    case "string":
      size.chars += value.length;
      return value;
    case "boolean":
      return value;
    case "number":
      if (!Number.isFinite(value)) throw notPlain(String(value));
      return value;
    case "object":
      if (value === null) return value;
      if (!Array.isArray(value)) return copyOfObject(value, size);
      return Object.freeze(value.map((item) => copyOf(item, size)));
    default:
      throw notPlain(typeof value);
  }
}

function copyOfObject(
  value: object,
  size: { chars: number; pieces: number },
): Readonly<Record<string, unknown>> {
  const { constructor } = value;
  if (constructor !== Object && constructor !== undefined) {
    throw notPlain(constructor.name);
  }
  // All at once, as a copy that grows field by field is made several times.
  const own: Record<string, unknown> = { ...value };
  for (const name in own) {
    const field = own[name];
    if (field === undefined) delete own[name];
    else {
      size.chars += name.length;
      const copy = copyOf(field, size);
      if (copy !== field) own[name] = copy;
    }
  }
  return Object.freeze(own);
}

function refuseLarge(value: unknown): void {
  const sizeBytes = sizeBytesOf(value);
  if (sizeBytes <= MAX_BYTES) return;
  throw new TypeError(
    `Cannot keep a value as it must be below ${MAX_BYTES} bytes: current size is ${sizeBytes}`,
  );
}

/** Tells how many bytes a kept value takes at most when Deno KV writes it. */
export function sizeBytesOf(value: unknown): number {
  if (typeof value === "string") return PIECE_BYTES + bytesOf(value);
  if (typeof value !== "object" || value === null) return PIECE_BYTES;
  let sizeBytes = PIECE_BYTES;
  for (const [name, field] of Object.entries(value)) {
    sizeBytes += name.length + sizeBytesOf(field);
  }
  return sizeBytes;
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
