/**
 * Finds the texts about a call's connection in a language.
 *
 * @module
 */

import type { Locale } from "../locale.ts";
import { statsAr } from "./ar.ts";
import { statsEn } from "./en.ts";
import type { StatsMessages } from "./messages.ts";
import { statsVi } from "./vi.ts";

const TEXTS: Readonly<Record<Locale, StatsMessages>> = {
  en: statsEn,
  ar: statsAr,
  vi: statsVi,
};

/** Gives the texts about a call's connection. */
export function statsTextsOf(locale: Locale): StatsMessages {
  return TEXTS[locale];
}
