/**
 * Finds the texts of the check page in a language.
 *
 * @module
 */

import type { Locale } from "../locale.ts";
import { checkAr } from "./ar.ts";
import { checkEn } from "./en.ts";
import type { CheckMessages } from "./messages.ts";
import { checkVi } from "./vi.ts";

const TEXTS: Readonly<Record<Locale, CheckMessages>> = {
  en: checkEn,
  ar: checkAr,
  vi: checkVi,
};

/** Gives the texts of the check page. */
export function checkTextsOf(locale: Locale): CheckMessages {
  return TEXTS[locale];
}
