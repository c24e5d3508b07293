/** Profiles, checked, with the slots of `lib/matching/slots.ts`. */

const GENDERS = ["m", "f", "u"];
const ANY = "*";

function listOf(value, all) {
  if (typeof value !== "string") return null;
  if (value === all) return [ANY];
  return [...new Set(value.split(",").map((part) => part.trim()))];
}

function kinds(genders, countries) {
  return genders.flatMap((gender) =>
    countries.map((country) => `${gender}.${country}`)
  );
}

/** Reads the body of `enqueue`; `null` when something is out of range. */
export function readProfile({
  gender = "u",
  country = "XX",
  filterGenders = "all",
  filterCountries = "ALL",
  interests = [],
}) {
  const genders = listOf(filterGenders, "all");
  const countries = listOf(filterCountries, "ALL");
  const isFine = GENDERS.includes(gender) && /^[A-Z]{2}$/.test(country) &&
    genders?.every((one) => one === ANY || GENDERS.includes(one)) &&
    countries?.length <= 20 &&
    countries.every((one) => one === ANY || /^[A-Z]{2}$/.test(one)) &&
    Array.isArray(interests) && interests.length <= 10;
  if (!isFine) return null;
  const is = kinds([gender, ANY], [country, ANY]);
  const wants = kinds(genders, countries);
  return {
    interests,
    slotsOf: wants.flatMap((want) => is.map((one) => `${one}>${want}`)),
    slotsFor: wants.flatMap((want) => is.map((one) => `${want}>${one}`)),
  };
}
