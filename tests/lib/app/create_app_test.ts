import { equal, match, ok } from "node:assert/strict";
import { bodyOf, testApp } from "@/tests/app.ts";

// One test for each middleware of createApp(), and one for what their order
// promises: taking any of them out fails a test.

const crossSite = {
  "origin": "https://evil.example",
  "sec-fetch-site": "cross-site",
};

Deno.test("createApp() counts every request, one without a route too", async () => {
  using app = await testApp({ ADMIN_TOKEN: "test-admin-token-0123456789" });
  for (const path of ["/terms", "/nowhere"]) {
    await (await app.fetch(path)).body?.cancel();
  }
  const response = await app.fetch("/api/monitoring/realtime", {
    headers: { authorization: "Bearer test-admin-token-0123456789" },
  });
  const text = await response.text();
  match(text, /"\/terms"/);
  match(text, /__unmatched__/);
});

Deno.test("createApp() tells handlers who the visitor is", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  equal((await visitor.post("/api/rtc/enqueue")).status, 204);
});

Deno.test("createApp() answers pages in the visitor's language", async () => {
  using app = await testApp();
  const response = await app.fetch("/terms", {
    headers: { "accept-language": "ar-EG, en;q=0.9" },
  });
  match(await response.text(), /<html lang="ar" dir="rtl"/);
  equal(response.headers.get("set-cookie"), null);
});

Deno.test("createApp() keeps a language that was chosen, and no other", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  const chosen = await app.fetch("/terms?lang=vi", {
    headers: { "x-forwarded-proto": "https" },
  });
  equal(
    chosen.headers.get("set-cookie"),
    "lang=vi; Max-Age=31536000; Path=/; HttpOnly; Secure; SameSite=Lax",
  );
  match(await chosen.text(), /<html lang="vi"/);
  const kept = await app.fetch("/terms", { headers: { cookie: "lang=vi" } });
  match(await kept.text(), /<html lang="vi"/);
  const unknown = await app.fetch("/terms?lang=tlh");
  equal(unknown.headers.get("set-cookie"), null);
  await unknown.body?.cancel();
});

Deno.test("createApp() answers errors in the contract's form", async () => {
  using app = await testApp();
  const response = await app.fetch("/api/rtc/offer?pairId=x");
  equal(response.status, 403);
  equal((await bodyOf(response)).error, "anon-required");
});

Deno.test("createApp() refuses what another site posts, in JSON on /api", async () => {
  using app = await testApp();
  const { cookie } = await app.visitor();
  const response = await app.fetch("/api/rtc/enqueue", {
    method: "POST",
    headers: { cookie, ...crossSite },
  });
  equal(response.status, 403);
  equal((await bodyOf(response)).error, "forbidden");
});

Deno.test("createApp() refuses what another site posts to a page", async () => {
  using app = await testApp();
  const post = async (headers: HeadersInit) => {
    const body = new URLSearchParams({ password: "a guess" });
    const init = { method: "POST", headers, body };
    const response = await app.fetch("/admin", init);
    await response.body?.cancel();
    return response.status;
  };
  equal(await post(crossSite), 403);
  equal(await post({ "sec-fetch-site": "same-origin" }), 401);
});

Deno.test("createApp() takes its own pages' posts behind a proxy that ends TLS", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  const { cookie } = await app.visitor();
  async function statusFrom(origin: string): Promise<number> {
    const response = await app.fetch("/api/rtc/enqueue", {
      method: "POST",
      headers: { cookie, origin, "x-forwarded-proto": "https" },
    });
    await response.body?.cancel();
    return response.status;
  }
  equal(await statusFrom("https://localhost"), 204);
  equal(await statusFrom("http://localhost"), 403);
  equal(await statusFrom("https://evil.example"), 403);
});

Deno.test("createApp() believes a browser that calls our own origin cross-site", async () => {
  using app = await testApp();
  const { cookie } = await app.visitor();
  const origin = "http://localhost";
  for (
    const [site, status] of [["cross-site", 403], ["same-site", 403], [
      "same-origin",
      204,
    ]] as const
  ) {
    const headers = { cookie, origin, "sec-fetch-site": site };
    const response = await app.fetch("/api/rtc/leave", {
      method: "POST",
      headers,
    });
    await response.body?.cancel();
    equal(response.status, status, site);
  }
});

Deno.test("createApp() serves static files", async () => {
  using app = await testApp();
  const response = await app.fetch("/icon.svg");
  equal(response.status, 200);
  match(response.headers.get("content-type")!, /^image\/svg/);
  ok((await response.text()).includes("<svg"));
});

Deno.test("createApp() hides nothing of a failure from the log, and all from the client", async () => {
  using app = await testApp();
  const { cookie } = await app.visitor();
  const leave = () => Promise.reject(new Error("a detail of the store"));
  Object.assign(app.services, { queue: { leave } });
  const response = await app.fetch("/api/rtc/leave", {
    method: "POST",
    headers: { cookie },
  });
  equal(response.status, 500);
  equal(await response.text(), '{"error":"internal"}');
  ok(app.services.lines.some((line) => line.includes("a detail of the store")));
});

Deno.test("createApp() names a verb that is allowed to whoever sends one that no router knows", async () => {
  using app = await testApp();
  for (const path of ["/", "/admin", "/api/rtc/leave"]) {
    for (const method of ["PROPFIND", "QUERY"]) {
      const response = await app.fetch(path, { method });
      equal(response.status, 405);
      equal(response.headers.get("allow"), "OPTIONS");
      await response.body?.cancel();
    }
    const asked = await app.fetch(path, { method: "OPTIONS" });
    match(asked.headers.get("allow")!, /GET|POST/);
  }
});
