/**
 * Keys as text that sorts as Deno KV sorts keys.
 *
 * Each part begins with a mark of its type and tells its own end, so that the
 * text of a key begins with the text of every prefix of it.
 *
 * @module
 */

const STRING = "\x02";
const NUMBER = "\x03";
const FALSE = "\x05";
const TRUE = "\x06";
const END = "\0";

/** Sorts behind every mark. */
const AFTER_ALL = "\x7f";

/** Longest text of a key; Deno KV takes keys of 2,048 bytes. */
const MAX_CHARS = 2_000;

const float = new DataView(new ArrayBuffer(8));

/**
 * Spells a key.
 *
 * @throws {TypeError} When a part is neither string, number nor boolean, or
 * the key is too long.
 */
export function keyText(key: Deno.KvKey): string {
  let text = "";
  for (const part of key) text += partText(part);
  if (text.length > MAX_CHARS) {
    throw new TypeError(
      `Cannot keep a key as it must be below ${MAX_CHARS} characters: current length is ${text.length}`,
    );
  }
  return text;
}

/** Spells the bounds of what is below a prefix: from, and up to but without. */
export function prefixBounds(prefix: Deno.KvKey): [string, string] {
  const text = keyText(prefix);
  return [text + END, text + AFTER_ALL];
}

function partText(part: Deno.KvKeyPart): string {
  switch (typeof part) {
    case "string":
      // A NUL inside must not look like the end, and sorts behind it.
      return STRING +
        (part.includes(END) ? part.replaceAll(END, "\0\xff") : part) + END;
    case "number":
      return NUMBER + numberText(part);
    case "boolean":
      return part ? TRUE : FALSE;
    default:
      throw new TypeError(
        "Cannot keep a key as its parts must be strings, numbers or booleans",
      );
  }
}

/** A number's bits, turned so that they sort as text. */
function numberText(value: number): string {
  float.setFloat64(0, value);
  const isNegative = (float.getUint8(0) & 0x80) !== 0;
  let text = "";
  for (let at = 0; at < 8; at += 2) {
    const bits = float.getUint16(at);
    const turned = isNegative ? ~bits : at === 0 ? bits | 0x8000 : bits;
    text += String.fromCharCode(turned & 0xffff);
  }
  return text;
}
