import {
  deepEqual,
  equal,
  match,
  notEqual,
  ok,
  throws,
} from "node:assert/strict";
import { NO_CONTENT } from "@/lib/http/security_headers.ts";
import { type TestApp, testApp } from "@/tests/app.ts";

const https = { "x-forwarded-proto": "https" };

/** What every page carries, and why a browser is told. */
const PAGE_HEADERS: [name: string, value: string][] = [
  ["x-content-type-options", "nosniff"],
  ["referrer-policy", "no-referrer"],
  ["permissions-policy", "camera=(self), microphone=(self), geolocation=()"],
  ["strict-transport-security", "max-age=31536000"],
];

async function headersOf(
  app: TestApp,
  path: string,
  init: RequestInit = { headers: https },
): Promise<Headers> {
  const response = await app.fetch(path, init);
  await response.body?.cancel();
  return response.headers;
}

const pages: [what: string, path: string, init: RequestInit][] = [
  ["a page", "/chat", { headers: https }],
  ["the dashboard", "/admin", { headers: https }],
  ["a page that is not there", "/nowhere", { headers: https }],
  ["a refused verb", "/terms", { method: "PUT", headers: https }],
  ["a refused form", "/admin", {
    method: "POST",
    headers: { ...https, origin: "https://evil.example" },
  }],
];
for (const [what, path, init] of pages) {
  Deno.test(`pageHeaders() protects ${what}`, async () => {
    using app = await testApp({ TRUSTED_PROXY: "any" });
    const headers = await headersOf(app, path, init);
    for (const [name, value] of PAGE_HEADERS) {
      equal(headers.get(name), value, name);
    }
    const policy = headers.get("content-security-policy")!;
    match(policy, /default-src 'self'/);
    match(policy, /script-src 'self' [^;]*'nonce-/);
    match(policy, /worker-src 'self'/);
    match(policy, /frame-ancestors 'none'/);
    match(policy, /object-src 'none'/);
  });
}

Deno.test("pageHeaders() makes a nonce of its own for each page", async () => {
  using app = await testApp();
  const policyOf = async () =>
    (await headersOf(app, "/chat")).get("content-security-policy");
  notEqual(await policyOf(), await policyOf());
});

const answers: [what: string, path: string, status: number][] = [
  ["an answer", "/api/rtc/qlen", 200],
  ["a refusal", "/api/monitoring/status", 401],
  ["a call that is not there", "/api/nowhere", 404],
  ["the metrics", "/metrics", 401],
];
for (const [what, path, status] of answers) {
  Deno.test(`withCallHeaders() keeps ${what} of the interface out of caches`, async () => {
    using app = await testApp();
    const response = await app.fetch(path);
    await response.body?.cancel();
    equal(response.status, status);
    equal(response.headers.get("x-content-type-options"), "nosniff");
    equal(response.headers.get("cache-control"), "no-store");
    equal(response.headers.get("content-security-policy"), null);
  });
}

Deno.test("pageHeaders() asks for https only where it is", async () => {
  using app = await testApp();
  const headers = await headersOf(app, "/chat");
  equal(headers.get("strict-transport-security"), null);
  ok(!headers.get("content-security-policy")!.includes("upgrade-insecure"));
  using proxied = await testApp({ TRUSTED_PROXY: "any" });
  const secure = await headersOf(proxied, "/chat");
  match(secure.get("content-security-policy")!, /upgrade-insecure-requests/);
});

Deno.test("pageHeaders() keeps the interface on https, too, and an error", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  for (const path of ["/api/rtc/qlen", "/api/rtc/offer", "/metrics"]) {
    const headers = await headersOf(app, path);
    equal(headers.get("strict-transport-security"), "max-age=31536000", path);
    const plain = await headersOf(app, path, {});
    equal(plain.get("strict-transport-security"), null, path);
  }
});

Deno.test("withCallHeaders() tells by the one empty answer only what holds for all", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  const { cookie } = await app.visitor();
  for (const by of [https, {}, https, {}]) {
    const response = await app.fetch("/api/rtc/leave", {
      method: "POST",
      headers: { cookie, ...by },
    });
    equal(response.status, 204);
    const age = by === https ? ["max-age=31536000"] : [];
    deepEqual([...response.headers], [
      ["cache-control", "no-store"],
      ...age.map((value) => ["strict-transport-security", value]),
    ]);
    for (const { headers } of [response, NO_CONTENT]) {
      throws(() => headers.set("set-cookie", "anon=of-one"), TypeError);
      throws(() => headers.append("set-cookie", "anon=of-one"), TypeError);
      throws(() => headers.delete("cache-control"), TypeError);
    }
  }
});
