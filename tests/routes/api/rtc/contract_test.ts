import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { createHmac } from "node:crypto";
import { bodyOf, testApp } from "@/tests/app.ts";

const verbs: [string, string][] = [
  ["/api/anon/init", "GET"],
  ["/api/rtc/enqueue", "POST"],
  ["/api/rtc/matchmake", "POST"],
  ["/api/rtc/leave", "POST"],
  ["/api/rtc/back", "POST"],
  ["/api/rtc/qlen", "GET"],
  ["/api/rtc/ice-servers", "GET"],
  ["/api/rtc/offer", "GET, POST"],
  ["/api/rtc/answer", "GET, POST"],
  ["/api/rtc/ice", "GET, POST"],
  ["/api/rtc/news", "GET"],
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

const relays = {
  TURN_URLS: "turn:turn.example,turns:turn.example:443",
  TURN_SECRET: "0123456789abcdef",
};

Deno.test("GET /api/rtc/ice-servers gives relays by udp, tcp and tls, good for long enough", async () => {
  using app = await testApp(relays);
  const body = await bodyOf(await app.fetch("/api/rtc/ice-servers"));
  const [, turn] = body.iceServers;
  deepEqual(turn.urls, [
    "turn:turn.example?transport=udp",
    "turn:turn.example?transport=tcp",
    "turns:turn.example:443?transport=tcp",
  ]);
  const [expiry] = turn.username.split(":");
  equal(Number(expiry), app.services.clock.ms / 1000 + body.ttl);
  // A browser renews at half: what is left then must outlast a call.
  ok(body.ttl >= 2 * 3 * 3600);
  equal(
    turn.credential,
    createHmac("sha1", relays.TURN_SECRET).update(turn.username)
      .digest("base64"),
  );
});

Deno.test("GET /api/rtc/ice-servers names a visitor the same each time, and others otherwise", async () => {
  using app = await testApp(relays);
  const [one, two] = [await app.visitor(), await app.visitor()];
  const path = "/api/rtc/ice-servers";
  const nameIn = async (response: Promise<Response>) =>
    (await bodyOf(await response)).iceServers[1].username.split(":")[1];
  const name = await nameIn(one.get(path));
  equal(await nameIn(one.get(path)), name);
  notEqual(await nameIn(two.get(path)), name);
  notEqual(await nameIn(app.fetch(path)), name);
  ok(!one.cookie.includes(name));
});

Deno.test("GET /api/rtc/ice-servers has a limit for each address", async () => {
  using app = await testApp({ ...relays, TRUSTED_PROXY: "any" });
  const headers = { "x-forwarded-for": "203.0.113.7" };
  let response: Response;
  let count = 0;
  do {
    response = await app.fetch("/api/rtc/ice-servers", { headers });
    await response.body?.cancel();
    count++;
  } while (response.status === 200 && count < 1_000);
  equal(response.status, 429);
  ok(Number(response.headers.get("retry-after")) >= 1);
  app.services.clock.advance(60_000);
  const later = await app.fetch("/api/rtc/ice-servers", { headers });
  equal(later.status, 200);
  await later.body?.cancel();
});

Deno.test("GET /metrics counts the credentials that a provider did not give", async () => {
  using app = await testApp();
  const response = await app.fetch("/metrics", {
    headers: { authorization: "Bearer test-admin-token-0123456789" },
  });
  match(await response.text(), /^parley_turn_failures_total 0$/m);
});
