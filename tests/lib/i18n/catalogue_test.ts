import { deepEqual, equal, ok } from "node:assert/strict";
import { fillIn } from "@/lib/i18n/catalogue.ts";
import { checkTextsOf } from "@/lib/i18n/check/texts.ts";
import { legalTextsOf } from "@/lib/i18n/legal/texts.ts";
import { LOCALES } from "@/lib/i18n/locale.ts";
import { statsTextsOf } from "@/lib/i18n/stats/texts.ts";
import { fillPlural, pluralForms } from "@/lib/i18n/plural.ts";
import { messagesOf } from "@/lib/i18n/messages.ts";

/** Every text of a catalogue by its path. */
function textsOf(value: unknown, path = ""): Map<string, string> {
  if (typeof value === "string") return new Map([[path, value]]);
  return new Map(
    Object.entries(value as object).flatMap(([key, part]) => [
      ...textsOf(part, `${path}/${key}`),
    ]),
  );
}

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

const isPlural = (text: string) => /^(zero|one|other)=/.test(text);

const english = {
  ...messagesOf("en"),
  legal: legalTextsOf("en"),
  check: checkTextsOf("en"),
  stats: statsTextsOf("en"),
};

for (const { locale, name } of LOCALES) {
  const texts = textsOf({
    ...messagesOf(locale),
    legal: legalTextsOf(locale),
    check: checkTextsOf(locale),
    stats: statsTextsOf(locale),
  });

  Deno.test(`the catalogue in ${name} is complete`, () => {
    const expected = textsOf(english);
    deepEqual([...texts.keys()].sort(), [...expected.keys()].sort());
    for (const [path, text] of texts) {
      ok(text.trim().length > 0, path);
      if (isPlural(text)) {
        const rules = new Intl.PluralRules(locale).resolvedOptions();
        deepEqual(
          [...pluralForms(text).keys()].sort(),
          rules.pluralCategories.toSorted(),
          path,
        );
        continue;
      }
      deepEqual(places(text), places(expected.get(path)!), path);
    }
  });

  Deno.test(`the catalogue in ${name} is in ${name}`, () => {
    if (locale === "en") return;
    const expected = textsOf(english);
    const same = [...texts].filter(([path, text]) =>
      text === expected.get(path)
    );
    deepEqual(same, []);
  });
}

Deno.test("fillIn() fills what is given and leaves the rest", () => {
  equal(fillIn("{a} and {b}", { a: "1" }), "1 and {b}");
  equal(fillIn("{a}{a}", { a: "$&" }), "$&$&");
});

Deno.test("fillPlural() takes each language's own form and digits", () => {
  const { online } = messagesOf("ar").chat;
  const said = [0, 1, 2, 5, 11].map((n) => fillPlural(online, n, "ar"));
  deepEqual(new Set(said).size, 5);
  ok(said[3]!.includes(new Intl.NumberFormat("ar").format(5)));
});
