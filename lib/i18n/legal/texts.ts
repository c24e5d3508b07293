/**
 * Finds the legal pages of a language.
 *
 * @module
 */

import { legalAr } from "@/lib/i18n/legal/ar.ts";
import type { LegalTexts } from "@/lib/i18n/legal/document.ts";
import { legalEn } from "@/lib/i18n/legal/en.ts";
import { legalVi } from "@/lib/i18n/legal/vi.ts";
import type { Locale } from "@/lib/i18n/locale.ts";

const TEXTS: Readonly<Record<Locale, LegalTexts>> = {
  en: legalEn,
  ar: legalAr,
  vi: legalVi,
};

/** Gives the legal pages of a language. */
export function legalTextsOf(locale: Locale): LegalTexts {
  return TEXTS[locale];
}
