import { equal, ok } from "node:assert/strict";
import { listCountries } from "@/lib/call/countries.ts";

for (
  const [locale, name] of [["en", "Egypt"], ["ar", "مصر"], ["vi", "Ai Cập"]]
) {
  Deno.test(`listCountries() names every country in ${locale}`, () => {
    const countries = listCountries(locale!);
    equal(new Set(countries.map(({ code }) => code)).size, countries.length);
    ok(countries.every(({ code, name }) => name !== code));
    equal(countries.find(({ code }) => code === "EG")?.name, name);
  });
}
