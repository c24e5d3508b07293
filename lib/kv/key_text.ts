/**
 * Keys as text.
 *
 * @module
 */

/**
 * Spells a key for looking it up. A number and the same number as a text look
 * alike; no two keys of the site differ by that alone.
 */
export function keyText(key: Deno.KvKey): string {
  return key.join("\u001f");
}
