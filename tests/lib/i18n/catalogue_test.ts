import { deepEqual, equal, ok } from "node:assert/strict";
import { fillIn } from "@/lib/i18n/catalogue.ts";
import { directionOf, type Locale, LOCALES } from "@/lib/i18n/locale.ts";
import { messagesOf } from "@/lib/i18n/messages.ts";
import { fillPlural, pluralForms } from "@/lib/i18n/plural.ts";
import { everyText } from "./texts.ts";

/** Numbers that make every form of every language appear, and then some. */
const NUMBERS = Array.from({ length: 1_000 }, (_, n) => n);

/** Names and words that are written alike in English and in the language. */
const SAME_WORDS: Readonly<Record<Exclude<Locale, "en">, string>> = {
  ar: "Parley JavaScript Safari https IP UDP TCP TLS VPN TURN RTT jitter",
  vi: "Parley JavaScript Safari https IP UDP TCP TLS VPN TURN RTT jitter " +
    "camera video cookie proxy virus",
};

/** Characters that steer the direction of writing, or are not seen at all. */
const UNSEEN =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

const english = everyText("en");

const isPlural = (text: string) => /^\w+=[^|]*(\||$)/.test(text);

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

/** Words of a text, without the places that are filled in. */
function wordsOf(text: string): string[] {
  const said = text.replace(/\{\w+\}|\b\w+=/g, " ").toLowerCase();
  return said.match(/\p{L}+/gu) ?? [];
}

for (const { locale, name } of LOCALES) {
  const texts = [...everyText(locale)];
  const inEnglish = (path: string) => english.get(path)!;

  Deno.test(`the catalogue in ${name} has every text`, () => {
    const paths = texts.map(([path]) => path);
    deepEqual(paths.sort(), [...english.keys()].sort());
    for (const [path, text] of texts) ok(wordsOf(text).length > 0, path);
  });

  Deno.test(`the catalogue in ${name} fills in what English fills in`, () => {
    for (const [path, text] of texts) {
      equal(isPlural(text), isPlural(inEnglish(path)), path);
      if (isPlural(text)) continue;
      deepEqual(places(text), places(inEnglish(path)), path);
      // One that lacks a brace is shown as it is.
      ok(!/[{}]/.test(text.replace(/\{\w+\}/g, "")), path);
    }
  });

  Deno.test(`the catalogue in ${name} has every plural form, with its number`, () => {
    const rules = new Intl.PluralRules(locale);
    const categories = rules.resolvedOptions().pluralCategories.toSorted();
    for (const [path, text] of texts.filter(([, text]) => isPlural(text))) {
      const forms = pluralForms(text);
      deepEqual([...forms.keys()].sort(), categories, path);
      for (const [category, form] of forms) {
        ok(wordsOf(form).length > 0, `${path} ${category}`);
        const said = NUMBERS.filter((n) => rules.select(n) === category);
        // A form for one number alone may say it in words.
        const isBare = said.length === 1 && places(form).length === 0;
        if (!isBare) deepEqual(places(form), ["{n}"], `${path} ${category}`);
      }
    }
  });

  Deno.test(`the catalogue in ${name} is written cleanly`, () => {
    for (const [path, text] of texts) {
      equal(text, text.trim(), path);
      ok(!/\s{2}| [,.:;!?،؛؟…]|\.\./u.test(text), path);
      equal(text, text.normalize("NFC"), path);
      ok(!UNSEEN.test(text), `${path} has an unseen character`);
      const isRightToLeft = /\p{Script=Arabic}/u.test(text);
      equal(isRightToLeft, directionOf(locale) === "rtl", path);
    }
  });

  if (locale === "en") continue;
  Deno.test(`the catalogue in ${name} has no English left`, () => {
    const known = new Set(wordsOf(SAME_WORDS[locale]));
    for (const [path, text] of texts) {
      const theirs = new Set(wordsOf(inEnglish(path)));
      const left = wordsOf(text).filter((word) =>
        theirs.has(word) && !known.has(word)
      );
      deepEqual(left, [], path);
    }
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
