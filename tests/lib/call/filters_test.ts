import { MAX_COUNTRIES } from "@/lib/protocol/limits.ts";
import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  DEFAULT_FILTERS,
  type Filters,
  parseFilters,
  toEnqueueBody,
} from "@/lib/call/filters.ts";

Deno.test("toEnqueueBody() spells wishes as the contract does", () => {
  deepEqual(toEnqueueBody(DEFAULT_FILTERS), {
    gender: "u",
    filterGenders: "all",
    filterCountries: "ALL",
  });
  const filters: Filters = {
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
