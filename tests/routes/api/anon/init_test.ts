import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { bodyOf, testApp } from "@/tests/app.ts";

Deno.test("GET /api/anon/init makes a visitor", async () => {
  using app = await testApp();
  const response = await app.fetch("/api/anon/init");
  equal(response.status, 200);
  match(response.headers.get("content-type")!, /^application\/json/);
  equal(JSON.stringify(await bodyOf(response)), '{"ok":true}');
  const cookie = response.headers.get("set-cookie")!;
  match(
    cookie,
    /^anon=[\w.-]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
  );
});

Deno.test("GET /api/anon/init keeps a valid cookie", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  const response = await visitor.get("/api/anon/init");
  equal(response.headers.get("set-cookie"), null);
  await response.body?.cancel();
});

Deno.test("GET /api/anon/init sets Secure behind a trusted proxy's https only", async () => {
  for (
    const [env, want] of [[{ TRUSTED_PROXY: "any" }, true], [
      {},
      false,
    ]] as const
  ) {
    using app = await testApp(env);
    const response = await app.fetch("/api/anon/init", {
      headers: { "x-forwarded-proto": "https" },
    });
    const cookie = response.headers.get("set-cookie")!;
    equal(cookie.includes("; Secure"), want);
    await response.body?.cancel();
  }
});

const broken: [string, (token: string) => string][] = [
  ["forged id", (token) => "x" + token],
  ["forged expiry", (token) => token.replace(/\.[^.]+\./, ".zzzzzz.")],
  ["truncated", (token) => token.slice(0, -1)],
  ["without signature", (token) => token.split(".")[0]!],
  ["flipped signature", (token) => {
    const last = token.at(-3) === "A" ? "B" : "A";
    return token.slice(0, -3) + last + token.slice(-2);
  }],
  ["empty", () => ""],
];
for (const [why, breakToken] of broken) {
  Deno.test(`a cookie that is ${why} is replaced, and refused elsewhere`, async () => {
    using app = await testApp();
    const { cookie } = await app.visitor();
    const forged = `anon=${breakToken(cookie.slice("anon=".length))}`;
    const headers = { cookie: forged };
    const refused = await app.fetch("/api/rtc/enqueue", {
      method: "POST",
      headers,
    });
    equal(refused.status, 403);
    equal((await bodyOf(refused)).error, "anon-required");
    const replaced = await app.fetch("/api/anon/init", { headers });
    notEqual(replaced.headers.get("set-cookie"), null);
    await replaced.body?.cancel();
  });
}

Deno.test("a junk first cookie does not hide a valid second one", async () => {
  using app = await testApp();
  const { cookie } = await app.visitor();
  const headers = { cookie: `anon=junk; lang=en; ${cookie}; anon=more` };
  const kept = await app.fetch("/api/anon/init", { headers });
  equal(kept.headers.get("set-cookie"), null);
  await kept.body?.cancel();
});

Deno.test("a cookie ends after 30 days", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  app.services.clock.advance(30 * 24 * 3_600_000 - 2_000);
  equal((await visitor.post("/api/rtc/enqueue")).status, 204);
  app.services.clock.advance(3_000);
  const response = await visitor.post("/api/rtc/enqueue");
  equal(response.status, 403);
  await response.body?.cancel();
});

Deno.test("new visitors are limited by address, known ones are not", async () => {
  using app = await testApp({ TRUSTED_PROXY: "any" });
  const init = (headers: Record<string, string>) =>
    app.fetch("/api/anon/init", { headers });
  const far = { "x-forwarded-for": "203.0.113.7" };
  const statuses = new Set<number>();
  for (let i = 0; i < 600; i++) statuses.add((await init(far)).status);
  deepEqual([...statuses], [200]);
  const refused = await init(far);
  equal(refused.status, 429);
  equal((await bodyOf(refused)).error, "slow-down");
  const { cookie } = await app.visitor();
  equal((await init({ ...far, cookie })).status, 200);
  equal((await init({ "x-forwarded-for": "203.0.113.8" })).status, 200);
});
