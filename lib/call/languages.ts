/**
 * Languages as the filter panel offers them.
 *
 * @module
 */

/** A language a visitor may speak. */
export interface SpokenLanguage {
  /** ISO 639-1 code. */
  readonly code: string;
  /** Its name in the visitor's language. */
  readonly name: string;
}

/** Those that most people on the web speak. */
const CODES =
  "ar bn de en es fa fr hi id it ja ko ms nl pl pt ro ru sw th tl tr uk ur vi zh";

/**
 * Lists the languages by name.
 *
 * @param locale Language of the names, and of their order.
 */
export function listLanguages(locale: string): SpokenLanguage[] {
  const names = new Intl.DisplayNames([locale], { type: "language" });
  return CODES.split(" ")
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
}
