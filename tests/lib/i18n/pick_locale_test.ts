import { equal } from "node:assert/strict";
import fc from "fast-check";
import { type Locale, LOCALES } from "@/lib/i18n/locale.ts";
import { type LocaleWishes, pickLocale } from "@/lib/i18n/pick_locale.ts";

const cases: [why: string, wishes: LocaleWishes, expected: Locale][] = [
  ["nothing known", {}, "en"],
  ["the query before the cookie", { query: "ar", cookie: "vi" }, "ar"],
  ["the cookie before the browser", {
    cookie: "vi",
    acceptLanguage: "ar",
  }, "vi"],
  ["an unknown query and the cookie", { query: "xx", cookie: "vi" }, "vi"],
  ["a region", { query: "ar-EG" }, "ar"],
  ["capitals and spaces", { cookie: " VI " }, "vi"],
  ["the first of a header", { acceptLanguage: "vi,en;q=0.9" }, "vi"],
  ["the heaviest of a header", { acceptLanguage: "en;q=0.3, ar;q=0.8" }, "ar"],
  ["the first of ours", { acceptLanguage: "fr-CH, fr;q=0.9, vi;q=0.5" }, "vi"],
  ["a region before all languages", {
    acceptLanguage: "ar-EG, en;q=0.9, ar;q=0.8",
  }, "ar"],
  ["anything at all", { acceptLanguage: "*" }, "en"],
  ["a header without end", {
    acceptLanguage: "fr,".repeat(200) + "vi",
  }, "en"],
  ["a language refused", { acceptLanguage: "ar;q=0, fr" }, "en"],
  ["a broken weight", { acceptLanguage: "ar;q=x, vi;q=0.1" }, "vi"],
  ["none of ours", { acceptLanguage: "fr, de" }, "en"],
];

for (const [why, wishes, expected] of cases) {
  Deno.test(`pickLocale() gives ${expected} for ${why}`, () => {
    equal(pickLocale(wishes), expected);
  });
}

Deno.test("pickLocale() always gives a language of ours", () => {
  const text = fc.option(fc.string());
  fc.assert(fc.property(text, text, text, (query, cookie, acceptLanguage) => {
    const locale = pickLocale({ query, cookie, acceptLanguage });
    return LOCALES.some((known) => known.locale === locale);
  }));
});
