/**
 * Parts of keys, and the order that Deno KV has them in.
 *
 * @module
 */

/** Longest key, characters; Deno KV takes keys of 2,048 bytes. */
const MAX_CHARS = 1_900;

/** What a part that is no text counts for. */
const PART_CHARS = 10;

/**
 * Orders two parts as Deno KV does: texts, then numbers, then `false` and
 * `true`. Texts are compared by UTF-16 units, so those beyond U+D7FF may be in
 * another order than there.
 */
export function comparePart(
  one: Deno.KvKeyPart,
  other: Deno.KvKeyPart,
): number {
  if (one === other) return 0;
  if (typeof one !== typeof other) return rankOf(one) - rankOf(other);
  // Others were never let in: see `checkKey`.
  return (one as string) < (other as string) ? -1 : 1;
}

function rankOf(part: Deno.KvKeyPart): number {
  if (typeof part === "string") return 0;
  return typeof part === "number" ? 1 : 2;
}

/**
 * Checks that a key can be kept.
 *
 * @returns How long it is, in characters.
 * @throws {TypeError} When a part is neither text, boolean nor a number that
 * has a place in the order and is one with itself, or the key is too long.
 */
export function checkKey(key: Deno.KvKey): number {
  let chars = 0;
  // By number: an iterator makes an object for each step.
  for (let i = 0; i < key.length; i++) {
    const part = key[i]!;
    if (typeof part === "string") chars += part.length + 1;
    else if (isOrderly(part)) chars += PART_CHARS;
    else {
      throw new TypeError(
        "Cannot keep a key as its parts must be strings, numbers or booleans",
      );
    }
  }
  if (chars > MAX_CHARS) {
    throw new TypeError(
      `Cannot keep a key as it must be below ${MAX_CHARS} characters: current length is ${chars}`,
    );
  }
  return chars;
}

/**
 * Minus zero would be another key than zero in Deno KV, and is none here. JSON,
 * as which the journal keeps keys, has numbers that are finite only.
 */
function isOrderly(part: Deno.KvKeyPart): boolean {
  return typeof part === "boolean" ||
    Number.isFinite(part) && !Object.is(part, -0);
}
