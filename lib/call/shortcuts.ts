/**
 * Which key does what during a visit.
 *
 * @module
 */

/** What a key asks for. */
export type Shortcut = "next" | "mic" | "camera" | "text" | "help";

/** Keys by what they ask for, as `KeyboardEvent.key` names them, in order. */
export const SHORTCUT_KEYS: Readonly<Record<Shortcut, string>> = {
  next: "Escape",
  mic: "m",
  camera: "v",
  text: "t",
  help: "?",
};

/** The same keys by where they are, for layouts that have other letters. */
const CODES: Readonly<Record<string, Shortcut>> = {
  KeyM: "mic",
  KeyV: "camera",
  KeyT: "text",
};

/** The part of a key press that is needed. */
export type KeyPress = Pick<
  KeyboardEvent,
  | "key"
  | "code"
  | "repeat"
  | "ctrlKey"
  | "altKey"
  | "metaKey"
  | "defaultPrevented"
>;

/**
 * Tells what a key press asks for; a key that is held down asks once.
 *
 * @param press The key press.
 * @param isTyping Whether it goes into a field or a sheet.
 */
export function shortcutOf(
  press: KeyPress,
  isTyping: boolean,
): Shortcut | null {
  if (isTyping || press.repeat || press.defaultPrevented) return null;
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const key = press.key.toLowerCase();
  const named = (Object.keys(SHORTCUT_KEYS) as Shortcut[])
    .find((shortcut) => SHORTCUT_KEYS[shortcut].toLowerCase() === key);
  return named ?? CODES[press.code] ?? null;
}
