import { equal } from "node:assert/strict";
import { AgeAssurance } from "@/lib/identity/age_assurance.ts";
import { AGE_SECRET, signAge } from "@/tests/age_provider.ts";

const NOW = 1_000_000_000_000;
const DAYS_MS = 24 * 3_600_000;
const WITHIN = { now: NOW, isSecure: true };

/** Asks about a visitor and hears a token; tells the cookie for it. */
async function heard(lifeSeconds: number) {
  const age = new AgeAssurance(
    { url: "https://age.example/check", secret: AGE_SECRET },
    "cookie secret",
  );
  const { location, cookie } = age.ask("https://site.example/", WITHIN);
  const state = new URL(location).searchParams.get("state")!;
  const token = await signAge({ state, now: NOW, lifeSeconds });
  const answer = { anonId: "v", cookieHeader: cookie.split(";")[0]!, token };
  return { age, asked: cookie, kept: await age.hear(answer, WITHIN) };
}

Deno.test("an adult is known for 30 days, on the server's clock", async () => {
  const { age, kept } = await heard(300);
  const cookie = kept!.split(";")[0]!;
  equal(age.isAdult("v", cookie, NOW + 30 * DAYS_MS - 1), true);
  equal(age.isAdult("v", cookie, NOW + 30 * DAYS_MS), false);
  equal(age.isAdult("w", cookie, NOW), false);
  equal(age.isAdult(null, cookie, NOW), false);
  equal(age.isAdult(null, null, NOW), false);
  equal(/Max-Age=2592000\b/.test(kept!), true);
});

Deno.test("a visitor has an hour to come back, with a token of ten minutes at most", async () => {
  const { asked, kept } = await heard(600);
  equal(/Max-Age=3600\b/.test(asked), true);
  equal(kept === null, false);
  equal((await heard(601)).kept, null);
});
