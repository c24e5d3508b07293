/**
 * Finds the texts of a language. Meant for the server: islands get their part
 * as a prop, so that a page carries one language and not three.
 *
 * @module
 */

import { ar } from "./ar.ts";
import type { Catalogue } from "./catalogue.ts";
import { en } from "./en.ts";
import type { Locale } from "./locale.ts";
import { vi } from "./vi.ts";

const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { en, ar, vi };

/** Gives all texts of a language. */
export function messagesOf(locale: Locale): Catalogue {
  return CATALOGUES[locale];
}
