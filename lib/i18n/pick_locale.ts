/**
 * Which language a request asks for. For the server only: what it parses the
 * header with stays out of the browser's bundles.
 *
 * @module
 */

import Negotiator from "negotiator";
import { DEFAULT_LOCALE, type Locale, toLocale } from "./locale.ts";

/** Where a wish for a language may be found, strongest first. */
export interface LocaleWishes {
  /** `?lang=` of the address. */
  readonly query?: string | null | undefined;
  /** The `lang` cookie. */
  readonly cookie?: string | null | undefined;
  /** The Accept-Language header. */
  readonly acceptLanguage?: string | null | undefined;
}

/** More of a header is not read; browsers send a tenth of it. */
const MAX_HEADER_CHARS = 500;

/**
 * Picks the visitor's language: what they chose now, what they chose before,
 * what their browser prefers, English.
 *
 * @example A wish for a region is a wish for its language
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { pickLocale } from "@/lib/i18n/pick_locale.ts";
 *
 * equal(pickLocale({ acceptLanguage: "fr, ar-EG;q=0.9, en;q=0.8" }), "ar");
 * equal(pickLocale({ cookie: "vi", acceptLanguage: "ar" }), "vi");
 * ```
 */
export function pickLocale(
  { query, cookie, acceptLanguage }: LocaleWishes,
): Locale {
  return toLocale(query) ?? toLocale(cookie) ??
    bestAccepted(acceptLanguage ?? "") ?? DEFAULT_LOCALE;
}

/**
 * Finds the best of ours in an Accept-Language header by lookup (RFC 4647
 * §3.4): asked with our languages, Negotiator would filter instead, and give
 * English to `ar-EG, en;q=0.9, ar;q=0.8`.
 */
function bestAccepted(header: string): Locale | null {
  const headers = { "accept-language": header.slice(0, MAX_HEADER_CHARS) };
  for (const tag of new Negotiator({ headers }).languages()) {
    const locale = toLocale(tag);
    if (locale !== null) return locale;
  }
  return null;
}
