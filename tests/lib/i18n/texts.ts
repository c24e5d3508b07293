/**
 * Every text of the site, for tests that read all of them.
 *
 * @module
 */

import { checkTextsOf } from "@/lib/i18n/check/texts.ts";
import { legalTextsOf } from "@/lib/i18n/legal/texts.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesOf } from "@/lib/i18n/messages.ts";
import { statsTextsOf } from "@/lib/i18n/stats/texts.ts";

/** Gives every text in a language by its path, such as `/chat/online`. */
export function everyText(locale: Locale): Map<string, string> {
  return textsOf({
    ...messagesOf(locale),
    legal: legalTextsOf(locale),
    check: checkTextsOf(locale),
    stats: statsTextsOf(locale),
  });
}

function textsOf(value: unknown, path = ""): Map<string, string> {
  if (typeof value === "string") return new Map([[path, value]]);
  return new Map(
    Object.entries(value as object).flatMap(([key, part]) => [
      ...textsOf(part, `${path}/${key}`),
    ]),
  );
}
