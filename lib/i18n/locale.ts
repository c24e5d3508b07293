/**
 * The languages of the site.
 *
 * @module
 */

/** A language the site speaks. */
export type Locale = "en" | "ar" | "vi";

/** Every language, in the order of the switcher, by its own name. */
export const LOCALES: readonly { locale: Locale; name: string }[] = [
  { locale: "en", name: "English" },
  { locale: "ar", name: "العربية" },
  { locale: "vi", name: "Tiếng Việt" },
];

/** The language of whoever asks for none of ours. */
export const DEFAULT_LOCALE: Locale = "en";

/** Direction in which a language is written. */
export function directionOf(locale: Locale): "ltr" | "rtl" {
  return locale === "ar" ? "rtl" : "ltr";
}

/**
 * Reads a language tag; regions are ignored.
 *
 * @returns The language, or `null` when it is none of ours.
 */
export function toLocale(tag: string | null | undefined): Locale | null {
  const primary = tag?.trim().split("-")[0]?.toLowerCase();
  return LOCALES.find(({ locale }) => locale === primary)?.locale ?? null;
}
