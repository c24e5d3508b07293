import {
  MAX_COUNTRIES,
  MAX_INTEREST_CHARS,
  MAX_INTERESTS,
} from "@/lib/protocol/limits.ts";
import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  countWishes,
  DEFAULT_FILTERS,
  type Filters,
  isChoosy,
  MAX_OWN_INTERESTS,
  parseFilters,
  relaxed,
  toEnqueueBody,
  withInterest,
} from "@/lib/call/filters.ts";

Deno.test("toEnqueueBody() spells wishes as the contract does", () => {
  deepEqual(toEnqueueBody(DEFAULT_FILTERS), {
    gender: "u",
    filterGenders: "all",
    filterCountries: "ALL",
  });
  const filters: Filters = {
    ...DEFAULT_FILTERS,
    gender: "f",
    meetGenders: ["m", "f"],
    meetCountries: ["VN", "EG"],
  };
  deepEqual(toEnqueueBody(filters), {
    gender: "f",
    filterGenders: "m,f",
    filterCountries: "VN,EG",
  });
});

Deno.test("parseFilters() reads back what was stored", () => {
  const filters: Filters = {
    country: "VN",
    interests: ["chess"],
    language: "vi",
    gender: "m",
    meetGenders: ["f"],
    meetCountries: ["VN"],
  };
  deepEqual(parseFilters(JSON.stringify(filters)), filters);
});

for (const text of [null, "", "{", "null", "3", "[]", '{"gender":"x"}']) {
  Deno.test(`parseFilters() makes the default of ${text}`, () => {
    deepEqual(parseFilters(text), DEFAULT_FILTERS);
  });
}

Deno.test("parseFilters() drops what does not fit, whatever it is", () => {
  fc.assert(fc.property(fc.json(), (gender) => {
    const text = JSON.stringify({
      gender,
      meetGenders: ["m", "m", 3, "x"],
      meetCountries: ["VN", "vn", "VNM", null, "VN"],
    });
    const { meetGenders, meetCountries } = parseFilters(text);
    deepEqual([meetGenders, meetCountries], [["m"], ["VN"]]);
  }));
});

Deno.test("parseFilters() takes no more countries than a visitor may pick", () => {
  const many = Array.from(
    { length: 26 },
    (_, i) => `A${String.fromCharCode(65 + i)}`,
  );
  const { meetCountries } = parseFilters(
    JSON.stringify({ meetCountries: many }),
  );
  deepEqual(meetCountries, many.slice(0, MAX_COUNTRIES));
});

Deno.test("toEnqueueBody() sends a language as an interest, and what was said", () => {
  const body = toEnqueueBody({
    ...DEFAULT_FILTERS,
    country: "EG",
    interests: ["chess", "tea"],
    language: "ar",
  });
  deepEqual([body.country, body.interests], [
    "EG",
    ["chess", "tea", "lang:ar"],
  ]);
  const full = Array.from({ length: MAX_OWN_INTERESTS }, (_, i) => `${i}`);
  const most = toEnqueueBody({
    ...DEFAULT_FILTERS,
    interests: full,
    language: "ar",
  });
  ok(most.interests!.length <= MAX_INTERESTS);
});

Deno.test("withInterest() tidies what was typed, up to five, each once", () => {
  deepEqual(withInterest([], "  Chess "), ["chess"]);
  deepEqual(withInterest(["chess"], "CHESS"), ["chess"]);
  for (const text of ["", "  ", "x".repeat(MAX_INTEREST_CHARS + 1)]) {
    deepEqual(withInterest(["chess"], text), ["chess"]);
  }
  const full = ["1", "2", "3", "4", "5"];
  deepEqual(withInterest(full, "6"), full);
});

Deno.test("relaxed() drops what keeps people away and nothing else", () => {
  const filters: Filters = {
    gender: "f",
    meetGenders: ["f"],
    meetCountries: ["VN"],
    country: "EG",
    interests: ["chess"],
    language: "ar",
  };
  deepEqual([isChoosy(filters), countWishes(filters)], [true, 4]);
  const all = relaxed(filters);
  deepEqual([isChoosy(all), countWishes(all)], [false, 2]);
  deepEqual([all.gender, all.country, all.interests], ["f", "EG", ["chess"]]);
  deepEqual(countWishes(DEFAULT_FILTERS), 0);
});
