import { deepEqual, equal, ok } from "node:assert/strict";
import { LOCALES } from "@/lib/i18n/locale.ts";
import { legalTextsOf, privacyOf } from "@/lib/i18n/legal/texts.ts";

Deno.test("the page on privacy names the STUN servers, each once, in every language", () => {
  const urls = [
    "stun:one.example:3478",
    "stun:two.example",
    "stun:one.example",
  ];
  for (const { locale } of LOCALES) {
    const [first] = privacyOf(locale, urls).sections;
    const said = first!.paragraphs.at(-1)!;
    equal(said.split("one.example").length, 2, said);
    ok(said.includes("two.example") && !said.includes("{"), said);
  }
});

Deno.test("a site without STUN servers names none", () => {
  const { privacy } = legalTextsOf("en");
  deepEqual(privacyOf("en", []), privacy);
});
