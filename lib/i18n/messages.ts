/**
 * Finds the texts of a language. Meant for the server: islands get their part
 * as a prop, so that a page carries one language and not three.
 *
 * @module
 */

import { ar } from "@/lib/i18n/ar.ts";
import type { Catalogue } from "@/lib/i18n/catalogue.ts";
import { en } from "@/lib/i18n/en.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { vi } from "@/lib/i18n/vi.ts";

const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { en, ar, vi };

/** Gives all texts of a language. */
export function messagesOf(locale: Locale): Catalogue {
  return CATALOGUES[locale];
}
