/**
 * Finds the legal pages of a language.
 *
 * @module
 */

import { legalAr } from "./ar.ts";
import { fillIn } from "../catalogue.ts";
import type { LegalDocument, LegalTexts } from "./document.ts";
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

/**
 * Gives the page on privacy of a site.
 *
 * @param stunUrls The STUN servers that pages are told to use, such as
 * `stun:stun.example.org:3478`.
 */
export function privacyOf(
  locale: Locale,
  stunUrls: readonly string[],
): LegalDocument {
  const { privacy, addressServers } = TEXTS[locale];
  if (stunUrls.length === 0) return privacy;
  const hosts = stunUrls.map((url) => url.split(":")[1] ?? url);
  const servers = new Intl.ListFormat(locale).format(new Set(hosts));
  const [first, ...rest] = privacy.sections;
  const paragraphs = [
    ...first!.paragraphs,
    fillIn(addressServers, { servers }),
  ];
  return { ...privacy, sections: [{ ...first!, paragraphs }, ...rest] };
}
