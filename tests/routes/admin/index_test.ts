import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type TestApp, testApp } from "@/tests/app.ts";

const signIn = (app: TestApp, password: string, headers = {}) =>
  app.fetch("/admin", {
    method: "POST",
    headers,
    body: new URLSearchParams({ password }),
  });

async function sessionOf(app: TestApp): Promise<string> {
  const response = await signIn(app, "test-password");
  return response.headers.get("set-cookie")!.split(";")[0]!;
}

Deno.test("GET /admin shows the door, and no figure, to everybody but admins", async () => {
  using app = await testApp();
  const response = await app.fetch("/admin");
  equal(response.status, 200);
  equal(response.headers.get("cache-control"), "no-store");
  const html = await response.text();
  match(html, /<input[^>]+type="password"/);
  ok(!html.includes("tile"));
});

Deno.test("POST /admin with the password opens the dashboard", async () => {
  using app = await testApp();
  const response = await signIn(app, "test-password");
  equal(response.status, 303);
  equal(response.headers.get("location"), "/admin");
  const setCookie = response.headers.get("set-cookie")!;
  match(setCookie, /HttpOnly; SameSite=Strict$/);
  const cookie = setCookie.split(";")[0]!;
  const page = await app.fetch("/admin", { headers: { cookie } });
  equal(page.status, 200);
  const html = await page.text();
  match(html, /All quiet\./);
  match(html, /First media, p95/);
});

Deno.test("the door leads to the page of the desk that was asked for", async () => {
  using app = await testApp();
  const asked = await app.fetch("/admin/moderation?day=1");
  const door = asked.headers.get("location")!;
  const html = await (await app.fetch(door)).text();
  const to = /name="to" value="([^"]+)"/.exec(html)![1]!;
  const opened = await app.fetch("/admin", {
    method: "POST",
    body: new URLSearchParams({ password: "test-password", to }),
  });
  equal(opened.headers.get("location"), "/admin/moderation?day=1");
  const cookie = opened.headers.get("set-cookie")!.split(";")[0]!;
  const again = await app.fetch(door, { headers: { cookie } });
  equal(again.headers.get("location"), "/admin/moderation?day=1");
  const page = await app.fetch("/admin/moderation", { headers: { cookie } });
  equal(page.headers.get("cache-control"), "no-store");
  match(await page.text(), /aria-current="page"[^>]*>.*Moderation/s);
});

Deno.test("a link on another site is asked for again from here, once", async () => {
  using app = await testApp();
  const headers = { "sec-fetch-site": "cross-site" };
  const first = await app.fetch("/admin/calls/x?a=1", { headers });
  deepEqual([first.status, first.headers.get("location")], [200, null]);
  equal(first.headers.get("cache-control"), "no-store");
  const [, door] = /content="0;url=([^"]+)"/.exec(await first.text())!;
  // The browser now sends the cookie, for our own page asks.
  const cookie = await sessionOf(app);
  const again = await app.fetch(door!, { headers: { cookie } });
  equal(again.headers.get("location"), "/admin/calls/x?a=1");
  const stranger = await app.fetch(door!, { headers });
  match(await stranger.text(), /name="to" value="\/admin\/calls\/x\?a=1"/);
});

Deno.test("a session from /admin opens the monitoring interface too", async () => {
  using app = await testApp();
  const cookie = await sessionOf(app);
  const response = await app.fetch("/api/monitoring/alerts", {
    headers: { cookie },
  });
  equal(response.status, 200);
  await response.body?.cancel();
});

Deno.test("POST /admin with another password says so and opens nothing", async () => {
  using app = await testApp();
  const response = await signIn(app, "test-passwore");
  equal(response.status, 401);
  equal(response.headers.get("set-cookie"), null);
  match(await response.text(), /That is not the password\./);
});

const behindProxy = { TRUSTED_PROXY: "any" };
const from = (address: string) => ({ "x-forwarded-for": address });

/** Uses up the guesses of an address, each from another port and suffix. */
async function guessFrom(
  app: TestApp,
  addressOf: (i: number) => string,
): Promise<number[]> {
  const statuses = [];
  for (let i = 0; i < 6; i++) {
    const response = await signIn(app, `guess-${i}`, from(addressOf(i)));
    await response.body?.cancel();
    statuses.push(response.status);
  }
  return statuses;
}

const disguises: [string, (i: number) => string][] = [
  ["port", (i) => `203.0.113.7:${4_000 + i}`],
  ["IPv6 suffix", (i) => `2001:db8:1:2::${i}`],
  ["form", (i) => i % 2 === 0 ? "203.0.113.7" : "::ffff:203.0.113.7"],
];
for (const [what, addressOf] of disguises) {
  Deno.test(`POST /admin takes five guesses, whatever the ${what} of the address`, async () => {
    using app = await testApp(behindProxy);
    deepEqual(await guessFrom(app, addressOf), [401, 401, 401, 401, 401, 429]);
    const right = await signIn(app, "test-password", from(addressOf(9)));
    equal(right.status, 429);
    equal(right.headers.get("retry-after"), "900");
    match(await right.text(), /Too many tries\. Wait 15 minutes\./);
    const elsewhere = await signIn(app, "test-password", from("198.51.100.1"));
    equal(elsewhere.status, 303);
    app.services.clock.advance(900_000);
    const later = await signIn(app, "test-password", from(addressOf(9)));
    equal(later.status, 303);
  });
}

Deno.test("POST /admin takes no more guesses when they come at once", async () => {
  using app = await testApp(behindProxy);
  const guesses = Array.from({ length: 20 }, async (_, i) => {
    const response = await signIn(app, `guess-${i}`, from("203.0.113.7"));
    await response.body?.cancel();
    return response.status;
  });
  const looked = (await Promise.all(guesses)).filter((one) => one === 401);
  equal(looked.length, 5);
});

Deno.test("nobody can lock the right password out where an admin was before", async () => {
  using app = await testApp(behindProxy);
  const address = "203.0.113.7";
  equal((await signIn(app, "test-password", from(address))).status, 303);
  const statuses = [];
  for (let i = 0; i < 4; i++) {
    statuses.push(...await guessFrom(app, () => address));
  }
  deepEqual(statuses.slice(3, 6), [401, 429, 429], "a stranger there guesses");
  const right = await signIn(app, "test-password", from(`${address}:4000`));
  equal(right.status, 303);
  const token = { authorization: "Bearer test-admin-token-0123456789" };
  const tool = await app.fetch("/api/monitoring/status", {
    headers: { ...token, ...from(address) },
  });
  equal(tool.status, 200);
  await tool.body?.cancel();
});

Deno.test("five wrong bearer tokens are 429, the right one too from there", async () => {
  using app = await testApp(behindProxy);
  const status = async (token: string, address: string) => {
    const headers = { authorization: `Bearer ${token}`, ...from(address) };
    const response = await app.fetch("/api/monitoring/status", { headers });
    await response.body?.cancel();
    return [response.status, response.headers.get("retry-after")];
  };
  for (let i = 0; i < 5; i++) {
    deepEqual(await status(`wrong-${i}`, `2001:db8::${i}`), [401, null]);
  }
  const token = "test-admin-token-0123456789";
  deepEqual(await status(token, "2001:db8::9"), [429, "900"]);
  deepEqual(await status(token, "198.51.100.1"), [200, null]);
});

Deno.test("POST /admin refuses a form that another site sends, or a huge one", async () => {
  using app = await testApp();
  const foreign = await signIn(app, "test-password", {
    "sec-fetch-site": "cross-site",
    origin: "https://evil.example",
  });
  equal(foreign.status, 403);
  await foreign.body?.cancel();
  const huge = await signIn(app, "x".repeat(9000));
  equal(huge.status, 413);
  await huge.body?.cancel();
});

const signOut = (app: TestApp, cookie: string, session?: string) =>
  app.fetch("/admin/sign-out", {
    method: "POST",
    headers: { cookie },
    ...(session && { body: new URLSearchParams({ session }) }),
  });

async function isIn(app: TestApp, cookie: string): Promise<boolean> {
  const response = await app.fetch("/api/monitoring/alerts", {
    headers: { cookie },
  });
  await response.body?.cancel();
  return response.status === 200;
}

Deno.test("POST /admin/sign-out ends the session on the server", async () => {
  using app = await testApp();
  const [cookie, other] = [await sessionOf(app), await sessionOf(app)];
  const response = await signOut(app, cookie);
  equal(response.status, 303);
  match(response.headers.get("set-cookie")!, /^admin=; Max-Age=0; Path=\//);
  deepEqual([await isIn(app, cookie), await isIn(app, other)], [false, true]);
});

Deno.test("/admin/sessions lists sessions, and each can be ended", async () => {
  using app = await testApp();
  const cookie = await sessionOf(app);
  const firstAt = app.services.now();
  app.services.clock.advance(1);
  const other = await sessionOf(app);
  const html = await (await app.fetch("/admin/sessions", {
    headers: { cookie },
  })).text();
  match(html, /Signed in 2 times\./);
  equal(html.match(/This browser/g)?.length, 1);
  const { sessions } = app.services.adminDoor;
  const tag = await app.services.adminDoor.passwordTag();
  const listed = await sessions.list(tag);
  const { sessionId } = listed.find((one) => one.createdAt !== firstAt)!;
  const ended = await signOut(app, cookie, sessionId);
  equal(ended.headers.get("location"), "/admin/sessions");
  equal(ended.headers.get("set-cookie"), null);
  deepEqual([await isIn(app, cookie), await isIn(app, other)], [true, false]);
});

Deno.test("'Sign out everywhere' ends every session", async () => {
  using app = await testApp();
  const [cookie, other] = [await sessionOf(app), await sessionOf(app)];
  equal((await signOut(app, cookie, "all")).status, 303);
  deepEqual([await isIn(app, cookie), await isIn(app, other)], [false, false]);
});

Deno.test("only admins see sessions or end them", async () => {
  using app = await testApp();
  const cookie = await sessionOf(app);
  for (const stranger of ["", "admin=x", `${cookie}x`]) {
    const response = await signOut(app, stranger, "all");
    deepEqual(
      [response.status, response.headers.get("location")],
      [303, "/admin"],
      stranger,
    );
  }
  equal(await isIn(app, cookie), true);
  const odd = await signOut(app, cookie, "everybody's");
  equal(odd.status, 400);
  await odd.body?.cancel();
});

Deno.test("strangers are not told what is there for admins", async () => {
  using app = await testApp();
  for (const path of ["/admin/sessions", "/admin/none", "/admin/"]) {
    const response = await app.fetch(path);
    const location = response.headers.get("location")!;
    deepEqual([response.status, location.split("?")[0]], [303, "/admin"], path);
  }
  for (const path of ["status", "none", "calls/x", "metrics/x", ""]) {
    const response = await app.fetch(`/api/monitoring/${path}`);
    equal(response.status, 401, path);
    await response.body?.cancel();
  }
  const cookie = await sessionOf(app);
  for (const path of ["/admin/none", "/api/monitoring/none"]) {
    const response = await app.fetch(path, { headers: { cookie } });
    equal(response.status, 404, path);
    await response.body?.cancel();
  }
});

Deno.test("a session ends twelve hours after its last use, and after a week", async () => {
  using app = await testApp();
  const [cookie, idle] = [await sessionOf(app), await sessionOf(app)];
  const hours = (count: number) =>
    app.services.clock.advance(count * 3_600_000);
  hours(11);
  equal(await isIn(app, cookie), true);
  hours(2);
  deepEqual([await isIn(app, cookie), await isIn(app, idle)], [true, false]);
  for (let i = 0; i < 15; i++) {
    hours(10);
    equal(await isIn(app, cookie), true, `${i}`);
  }
  hours(10);
  equal(await isIn(app, cookie), false);
});

Deno.test("/admin/audit shows what admins did, and who tried to be one", async () => {
  using app = await testApp();
  const later = () => app.services.clock.advance(1);
  await (await signIn(app, "guess")).body?.cancel();
  later();
  const headers = { cookie: await sessionOf(app) };
  later();
  const table = "/api/monitoring/export?what=http-hourly&format=csv";
  await (await app.fetch(table, { headers })).text();
  later();
  const other = await sessionOf(app);
  later();
  await signOut(app, other);
  const page = await app.fetch("/admin/audit", { headers });
  const html = await page.text();
  const deeds = [...html.matchAll(/<th scope="row">([^<]+)</g)];
  deepEqual(deeds.map(([, what]) => what), [
    "Signed out",
    "Signed in",
    "Exported figures",
    "Signed in",
    "Wrong password",
  ]);
  match(html, /try 1<\/span><\/th><td>a stranger<\/td><td><code>[\w-]{8}</);
  const only = await app.fetch("/admin/audit?action=exported", { headers });
  const rows = [...(await only.text()).matchAll(/<th scope="row">([^<]+)</g)];
  deepEqual(rows.map(([, what]) => what), ["Exported figures"]);
  ok(!html.includes("test-password") && !html.includes("guess"));
});

Deno.test("/admin answers 405 with Allow to a wrong method", async () => {
  using app = await testApp();
  const response = await app.fetch("/admin", { method: "PUT" });
  equal(response.status, 405);
  equal(response.headers.get("allow"), "GET, POST, HEAD, OPTIONS");
  await response.body?.cancel();
});
