import { deepEqual, equal, match } from "node:assert/strict";
import { AGE_SECRET, type AgeClaims, signAge } from "@/tests/age_provider.ts";
import { bodyOf, type TestApp, testApp } from "@/tests/app.ts";

const env = {
  AGE_ASSURANCE_URL: "https://age.example/check?site=parley",
  AGE_ASSURANCE_SECRET: AGE_SECRET,
};

/** Reads a cookie that an answer sets, as a browser sends it back. */
function cookieOf(response: Response, name: string): string | undefined {
  return response.headers.getSetCookie()
    .map((cookie) => cookie.split(";")[0]!)
    .find((cookie) => cookie.startsWith(`${name}=`));
}

/** A visitor who is about to come back from the provider. */
async function atProvider(app: TestApp) {
  const { cookie } = await app.visitor();
  const sent = await app.fetch("/age", { headers: { cookie } });
  equal(sent.status, 303);
  const location = new URL(sent.headers.get("location")!);
  const cookies = [cookie, cookieOf(sent, "age_state")!].join("; ");
  const comeBack = (token: string | null, sentCookies = cookies) =>
    app.fetch(`/age/return${token === null ? "" : `?token=${token}`}`, {
      headers: { cookie: sentCookies },
    });
  return {
    cookie,
    cookies,
    location,
    state: location.searchParams.get("state")!,
    comeBack,
  };
}

async function enqueue(app: TestApp, cookie: string) {
  const response = await app.fetch("/api/rtc/enqueue", {
    method: "POST",
    headers: { cookie },
  });
  const body = response.status === 204 ? null : await bodyOf(response);
  return [response.status, body?.error];
}

Deno.test("a visitor joins once the provider has said that they are an adult", async () => {
  using app = await testApp(env);
  const { cookie, location, state, comeBack } = await atProvider(app);
  equal(location.origin + location.pathname, "https://age.example/check");
  equal(location.searchParams.get("site"), "parley");
  equal(location.searchParams.get("return_to"), "http://localhost/age/return");
  deepEqual(await enqueue(app, cookie), [403, "adult-required"]);

  const token = await signAge({ state, now: app.services.now() });
  const back = await comeBack(token);
  deepEqual([back.status, back.headers.get("location")], [303, "/chat"]);
  match(back.headers.getSetCookie().join(), /adult=.*HttpOnly; SameSite=Lax/);
  const adult = `${cookie}; ${cookieOf(back, "adult")}`;
  deepEqual(await enqueue(app, adult), [204, undefined]);

  const other = await app.visitor();
  const lent = `${other.cookie}; ${cookieOf(back, "adult")}`;
  deepEqual(await enqueue(app, lent), [403, "adult-required"]);
  app.services.clock.advance(30 * 24 * 3600_000);
  const later = await app.visitor();
  const kept = `${later.cookie}; ${cookieOf(back, "adult")}`;
  deepEqual(await enqueue(app, kept), [403, "adult-required"]);
});

const wrong: [string, Partial<AgeClaims> | string | null][] = [
  ["no token", null],
  ["a token that is none", "yes"],
  ["the word of somebody else", { secret: "x".repeat(40) }],
  ["the word for another visitor", { state: "another" }],
  ["that they are no adult", { isAdult: false }],
  ["a token that ran out", { lifeSeconds: -1 }],
  ["a token that would be good for an hour", { lifeSeconds: 3600 }],
];
for (const [what, claims] of wrong) {
  Deno.test(`a visitor who comes back with ${what} is not let in`, async () => {
    using app = await testApp(env);
    const { cookie, state, comeBack } = await atProvider(app);
    const token = claims === null || typeof claims === "string"
      ? claims
      : await signAge({ state, now: app.services.now(), ...claims });
    const back = await comeBack(token);
    equal(back.headers.get("location"), "/chat?age=unknown");
    equal(cookieOf(back, "adult"), undefined);
    deepEqual(await enqueue(app, cookie), [403, "adult-required"]);
  });
}

Deno.test("a token is of no use in another browser", async () => {
  using app = await testApp(env);
  const { state, comeBack } = await atProvider(app);
  const other = await atProvider(app);
  const token = await signAge({ state, now: app.services.now() });
  for (const cookies of [other.cookies, other.cookie, ""]) {
    const back = await comeBack(token, cookies);
    equal(back.headers.get("location"), "/chat?age=unknown");
  }
});

Deno.test("where nobody assures the age there is nothing to show", async () => {
  using app = await testApp();
  const { cookie } = await app.visitor();
  for (const path of ["/age", "/age/return?token=x"]) {
    const response = await app.fetch(path, { headers: { cookie } });
    equal(response.status, 404);
    await response.body?.cancel();
  }
  deepEqual(await enqueue(app, cookie), [204, undefined]);
});
