/**
 * Which language a visitor reads: pure, so that the server's middleware and
 * tests ask the same question.
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

/** Where a wish for a language may be found, strongest first. */
export interface LocaleWishes {
  /** `?lang=` of the address. */
  readonly query?: string | null | undefined;
  /** The `lang` cookie. */
  readonly cookie?: string | null | undefined;
  /** The Accept-Language header. */
  readonly acceptLanguage?: string | null | undefined;
}

/**
 * Picks the visitor's language: what they chose now, what they chose before,
 * what their browser prefers, English.
 */
export function pickLocale(
  { query, cookie, acceptLanguage }: LocaleWishes,
): Locale {
  return toLocale(query) ?? toLocale(cookie) ??
    bestAccepted(acceptLanguage ?? "") ?? DEFAULT_LOCALE;
}

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

/** Best of ours in an Accept-Language header (RFC 9110 §12.5.4). */
function bestAccepted(header: string): Locale | null {
  let best: { locale: Locale; weight: number } | null = null;
  for (const part of header.slice(0, 500).split(",")) {
    const [tag, ...parameters] = part.split(";");
    const locale = toLocale(tag);
    const weight = weightOf(parameters);
    if (locale && weight > (best?.weight ?? 0)) best = { locale, weight };
  }
  return best?.locale ?? null;
}

function weightOf(parameters: string[]): number {
  const q = parameters.map((text) => text.trim()).find((text) =>
    text.startsWith("q=")
  );
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return Number.isFinite(weight) ? weight : 0;
}
