/**
 * What the page keeps in the visitor's browser. Browsers may forbid it, and
 * then even to name the storage throws: people can talk all the same.
 *
 * @module
 */

/** Changes with the terms: whoever accepted older ones is asked again. */
export const TERMS_VERSION = "1";

/** Where things are kept. */
export const KEPT = {
  /** Version of the terms that the visitor, an adult, accepted. */
  adult: "parley.adult",
  /** How the visitor likes the page. */
  preferences: "parley.preferences",
  /** Whom the visitor wants to meet. */
  filters: "parley.filters",
} as const;

/** Opens the storage; throws where there is none. */
export type OpenStorage = () => Pick<Storage, "getItem" | "setItem">;

const ownStorage: OpenStorage = () => localStorage;

/** Reads what is kept; `null` for nothing. */
export function readKept(
  key: string,
  open: OpenStorage = ownStorage,
): string | null {
  try {
    return open().getItem(key);
  } catch {
    return null;
  }
}

/**
 * Keeps a text.
 *
 * @returns Whether it is kept.
 */
export function keep(
  key: string,
  text: string,
  open: OpenStorage = ownStorage,
): boolean {
  try {
    open().setItem(key, text);
    return true;
  } catch {
    return false;
  }
}
