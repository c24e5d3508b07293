import { equal, match, ok } from "node:assert/strict";
import { bodyOf, testApp } from "@/tests/app.ts";

const verbs: [string, string][] = [
  ["/api/anon/init", "GET"],
  ["/api/rtc/enqueue", "POST"],
  ["/api/rtc/matchmake", "POST"],
  ["/api/rtc/leave", "POST"],
  ["/api/rtc/qlen", "GET"],
  ["/api/rtc/ice-servers", "GET"],
  ["/api/rtc/offer", "GET, POST"],
  ["/api/rtc/answer", "GET, POST"],
  ["/api/rtc/ice", "GET, POST"],
];

for (const [path, allowed] of verbs) {
  Deno.test(`${path} answers 405 with Allow to a wrong method`, async () => {
    using app = await testApp();
    const wrong = ["PUT", "DELETE", "PATCH"].concat(
      allowed.includes("GET") ? [] : ["GET"],
      allowed.includes("POST") ? [] : ["POST"],
    );
    for (const method of wrong) {
      const response = await app.fetch(path, { method });
      equal(response.status, 405, method);
      const allow = response.headers.get("allow")!;
      for (const verb of allowed.split(", ")) ok(allow.includes(verb));
      equal((await bodyOf(response)).error, "method-not-allowed");
    }
  });

  const isOpen = ["/api/anon/init", "/api/rtc/qlen", "/api/rtc/ice-servers"]
    .includes(path);
  if (isOpen) continue;
  for (const method of allowed.split(", ")) {
    Deno.test(`${method} ${path} needs a visitor's cookie`, async () => {
      using app = await testApp();
      const response = await app.fetch(path, { method });
      equal(response.status, 403);
      equal((await bodyOf(response)).error, "anon-required");
    });
  }
}

Deno.test("an unknown API path answers JSON", async () => {
  using app = await testApp();
  for (const method of ["GET", "POST"]) {
    const response = await app.fetch("/api/nothing/here", { method });
    equal(response.status, 404);
    equal((await bodyOf(response)).error, "not-found");
  }
});

Deno.test("a failing handler answers 500 without a stack trace", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  app.services.queue.leave = () => Promise.reject(new Error("secret detail"));
  const response = await visitor.post("/api/rtc/leave");
  equal(response.status, 500);
  equal(await response.text(), '{"error":"internal"}');
  ok(app.services.lines.some((line) => line.includes("secret detail")));
});

Deno.test("API answers are not cached and not sniffed", async () => {
  using app = await testApp();
  const response = await app.fetch("/api/rtc/qlen");
  equal(response.headers.get("cache-control"), "no-store");
  equal(response.headers.get("x-content-type-options"), "nosniff");
  await response.body?.cancel();
});

Deno.test("GET /api/rtc/ice-servers names the configured STUN servers", async () => {
  using app = await testApp({ STUN_URLS: "stun:one.example,stun:two.example" });
  const body = await bodyOf(await app.fetch("/api/rtc/ice-servers"));
  equal(
    JSON.stringify(body.iceServers),
    '[{"urls":["stun:one.example","stun:two.example"]}]',
  );
  ok(body.ttl > 0);
});

Deno.test("a post from another site is refused", async () => {
  using app = await testApp();
  const { cookie } = await app.visitor();
  const response = await app.fetch("/api/rtc/leave", {
    method: "POST",
    headers: {
      cookie,
      origin: "https://evil.example",
      "sec-fetch-site": "cross-site",
    },
  });
  equal(response.status, 403);
  match((await bodyOf(response)).error, /^forbidden$/);
});
