/**
 * Texts that depend on a number: `one=…|other=…`, by the categories of
 * `Intl.PluralRules`, with `{n}` for the number as the language writes it.
 *
 * @module
 */

/** Forms of a text by their category. */
export function pluralForms(template: string): Map<string, string> {
  return new Map(
    template.split("|").map((form) => {
      const at = form.indexOf("=");
      return [form.slice(0, at), form.slice(at + 1)] as const;
    }),
  );
}

/**
 * Puts a number into words.
 *
 * @param template A text of the catalogue with its forms.
 * @param n The number.
 * @param locale Language of the text.
 *
 * @example Arabic has more than two forms
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { fillPlural } from "@/lib/i18n/plural.ts";
 *
 * equal(fillPlural("one={n} call|other={n} calls", 1, "en"), "1 call");
 * equal(fillPlural("one={n} call|other={n} calls", 1200, "en"), "1,200 calls");
 * ```
 */
export function fillPlural(
  template: string,
  n: number,
  locale: string,
): string {
  const forms = pluralForms(template);
  const category = new Intl.PluralRules(locale).select(n);
  const form = forms.get(category) ?? forms.get("other") ?? "";
  const written = new Intl.NumberFormat(locale).format(n);
  return form.replaceAll("{n}", written);
}
