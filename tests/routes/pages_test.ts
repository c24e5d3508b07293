import { deepEqual, equal, match } from "node:assert/strict";
import { testApp } from "@/tests/app.ts";

for (const path of ["/", "/chat", "/check", "/terms", "/privacy"]) {
  Deno.test(`${path} is read, and refuses every other verb with Allow`, async () => {
    using app = await testApp();
    for (const method of ["GET", "HEAD"]) {
      const response = await app.fetch(path, { method });
      equal(response.status, 200, method);
      match(response.headers.get("content-type")!, /^text\/html/);
      equal((await response.text()).length > 0, method === "GET");
    }
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const response = await app.fetch(path, { method });
      equal(response.status, 405, method);
      equal(response.headers.get("allow"), "GET, HEAD, OPTIONS");
      match(await response.text(), /<h1>/);
    }
    const options = await app.fetch(path, { method: "OPTIONS" });
    equal(options.status, 204);
    equal(options.headers.get("allow"), "GET, HEAD, OPTIONS");
  });
}

Deno.test("the answer with the chat page tells the old page of it, for a moment", async () => {
  using app = await testApp();
  const response = await app.fetch("/chat");
  await response.body?.cancel();
  // Not HttpOnly: the page itself reads it.
  deepEqual(response.headers.getSetCookie(), [
    "chat-loading=1; Path=/; Max-Age=10; SameSite=Lax",
  ]);
});

Deno.test("an error page has its style sheets and title in the head", async () => {
  using app = await testApp();
  for (const [path, status] of [["/nowhere", 404], ["/terms", 405]] as const) {
    const method = status === 405 ? "POST" : "GET";
    const response = await app.fetch(path, { method });
    equal(response.status, status);
    const html = await response.text();
    const [head = ""] = /<head>.*<\/head>/s.exec(html) ?? [];
    for (const sheet of ["styles", "site"]) {
      match(head, new RegExp(`<link[^>]*href="/${sheet}\\.css`));
    }
    equal(head.match(/<title>/g)?.length, 1);
    match(head, /<title>.+ · Parley<\/title>/);
  }
});

Deno.test("/chat and the queue are not offered in countries that are not served", async () => {
  const env = { TRUSTED_PROXY: "any", COUNTRIES_NOT_SERVED: "aq, BV" };
  using app = await testApp(env);
  const { cookie } = await app.visitor();
  for (const [country, status] of [["AQ", 451], ["VN", 200]] as const) {
    const headers = { "cf-ipcountry": country, cookie };
    const page = await app.fetch("/chat?lang=en", { headers });
    equal(page.status, status);
    const html = await page.text();
    equal(html.includes(`data-testid="status"`), status === 200);
    const joined = await app.fetch("/api/rtc/enqueue", {
      method: "POST",
      headers,
    });
    equal(joined.status, status === 451 ? 451 : 204);
    await joined.body?.cancel();
  }
});
