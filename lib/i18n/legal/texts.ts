/**
 * Finds the legal pages of a language.
 *
 * @module
 */

import { legalAr } from "./ar.ts";
import type { LegalTexts } from "./document.ts";
import { legalEn } from "./en.ts";
import { legalVi } from "./vi.ts";
import type { Locale } from "../locale.ts";

const TEXTS: Readonly<Record<Locale, LegalTexts>> = {
  en: legalEn,
  ar: legalAr,
  vi: legalVi,
};

/** Gives the legal pages of a language. */
export function legalTextsOf(locale: Locale): LegalTexts {
  return TEXTS[locale];
}
