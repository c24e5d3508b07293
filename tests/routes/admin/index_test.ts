import { equal, match, ok } from "node:assert/strict";
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
  ok(!html.includes("figure-row"));
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

Deno.test("POST /admin does not even look after ten tries", async () => {
  using app = await testApp();
  for (let i = 0; i < 10; i++) {
    await (await signIn(app, `guess-${i}`)).body?.cancel();
  }
  const response = await signIn(app, "test-password");
  equal(response.status, 429);
  equal(response.headers.get("retry-after"), "10");
  match(await response.text(), /Too many tries\. Wait 10 s\./);
  app.services.clock.advance(10_000);
  const later = await signIn(app, "test-password");
  equal(later.status, 303);
});

Deno.test("POST /admin refuses a form that another site sends, or a huge one", async () => {
  using app = await testApp();
  const foreign = await signIn(app, "test-password", {
    "sec-fetch-site": "cross-site",
    origin: "https://evil.example",
  });
  equal(foreign.status, 403);
  await foreign.body?.cancel();
  const huge = await signIn(app, "x".repeat(5000));
  equal(huge.status, 413);
  await huge.body?.cancel();
});

Deno.test("POST /admin/sign-out ends the session in this browser", async () => {
  using app = await testApp();
  const cookie = await sessionOf(app);
  const response = await app.fetch("/admin/sign-out", {
    method: "POST",
    headers: { cookie },
  });
  equal(response.status, 303);
  match(response.headers.get("set-cookie")!, /^admin=; Max-Age=0; Path=\//);
});

Deno.test("/admin answers 405 with Allow to a wrong method", async () => {
  using app = await testApp();
  const response = await app.fetch("/admin", { method: "PUT" });
  equal(response.status, 405);
  equal(response.headers.get("allow"), "GET, POST, HEAD, OPTIONS");
  await response.body?.cancel();
});
