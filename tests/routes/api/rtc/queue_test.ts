import { deepEqual, equal, match, ok } from "node:assert/strict";
import { TokenSigner } from "@/lib/identity/signed_token.ts";
import { bodyOf, pairOf, testApp } from "@/tests/app.ts";

Deno.test("two visitors who enqueue are told the pair and their roles", async () => {
  using app = await testApp();
  const [one, two] = [await app.visitor(), await app.visitor()];
  equal((await one.post("/api/rtc/enqueue")).status, 204);
  equal((await one.post("/api/rtc/matchmake")).status, 204);
  equal((await two.post("/api/rtc/enqueue", {})).status, 204);
  const answers = await Promise.all(
    [one, two, one].map(async (visitor) =>
      bodyOf(await visitor.post("/api/rtc/matchmake"))
    ),
  );
  deepEqual(answers.map(({ role }) => role), ["caller", "callee", "caller"]);
  equal(new Set(answers.map(({ pairId }) => pairId)).size, 1);
});

Deno.test("POST /api/rtc/matchmake tells that only a recent partner is there", async () => {
  using app = await testApp();
  const { caller, callee } = await pairOf(app);
  const told = async () => {
    const response = await caller.post("/api/rtc/matchmake");
    equal(response.status, 204);
    return response.headers.get("held-back-ms");
  };
  await caller.post("/api/rtc/enqueue");
  equal(await told(), null, "nobody is there at all");
  await callee.post("/api/rtc/enqueue");
  app.services.clock.advance(5_000);
  equal(await told(), "15000");
});

Deno.test("POST /api/rtc/matchmake answers 409 to one who is not queued", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  const response = await visitor.post("/api/rtc/matchmake");
  equal(response.status, 409);
  deepEqual(await bodyOf(response), { error: "not-queued" });
});

Deno.test("POST /api/rtc/leave frees both, and suits sendBeacon", async () => {
  using app = await testApp();
  const [one, two] = [await app.visitor(), await app.visitor()];
  await one.post("/api/rtc/enqueue");
  await two.post("/api/rtc/enqueue");
  const response = await app.fetch("/api/rtc/leave", {
    method: "POST",
    headers: { cookie: one.cookie, "content-type": "text/plain" },
    body: "bye",
  });
  equal(response.status, 204);
  for (const visitor of [one, two]) {
    const gone = await visitor.post("/api/rtc/matchmake");
    equal(gone.status, 409);
    await gone.body?.cancel();
  }
  equal((await one.post("/api/rtc/leave")).status, 204);
});

Deno.test("GET /api/rtc/qlen counts those who wait", async () => {
  using app = await testApp();
  const length = async () => bodyOf(await app.fetch("/api/rtc/qlen"));
  deepEqual(await length(), { mode: "kv", len: 0 });
  for (const gender of ["m", "m", "m"]) {
    const visitor = await app.visitor();
    await visitor.post("/api/rtc/enqueue", { gender, filterGenders: "f" });
  }
  deepEqual(await length(), { mode: "kv", len: 3 });
});

Deno.test("GET /api/rtc/online counts those who wait and those who talk", async () => {
  using app = await testApp();
  const count = async () => bodyOf(await app.fetch("/api/rtc/online"));
  deepEqual(await count(), { online: 0 });
  await pairOf(app);
  const visitor = await app.visitor();
  await visitor.post("/api/rtc/enqueue", { filterCountries: "VN" });
  deepEqual(await count(), { online: 3 });
});

Deno.test("GET /api/rtc/online tells one who waits how long that usually takes", async () => {
  using app = await testApp();
  const { clock } = app.services;
  const [man, woman] = [
    { gender: "m", filterGenders: "f" },
    { gender: "f", filterGenders: "m" },
  ];
  for (let i = 0; i < 5; i++) {
    await (await app.visitor()).post("/api/rtc/enqueue", man);
    clock.advance(8_000);
    await (await app.visitor()).post("/api/rtc/enqueue", woman);
  }
  const asks = await app.visitor();
  deepEqual(await bodyOf(await asks.get("/api/rtc/online")), { online: 10 });
  await asks.post("/api/rtc/enqueue", man);
  deepEqual(await bodyOf(await asks.get("/api/rtc/online")), {
    online: 11,
    usualWaitMs: 10_000,
  });
});

Deno.test("GET /api/rtc/qlen answers 200 when the store fails", async () => {
  using app = await testApp();
  app.services.queue.length = () => Promise.reject(new Error("disk"));
  const response = await app.fetch("/api/rtc/qlen");
  equal(response.status, 200);
  const body = await bodyOf(response);
  deepEqual([body.mode, body.len, typeof body.error], ["kv-fail", 0, "string"]);
  ok(app.services.lines.some((line) => line.includes("disk")));
});

const badInputs: [string, unknown, RegExp][] = [
  ["an unknown gender", { gender: "x" }, /^gender:/],
  ["a gender of another type", { gender: 1 }, /^gender:/],
  ["a long country", { country: "VNM" }, /^country:/],
  ["an unknown filter", { filterGenders: "m,x" }, /^filterGenders:/],
  ["an empty filter", { filterGenders: "" }, /^filterGenders:/],
  ["bad countries", { filterCountries: "VN,1" }, /^filterCountries:/],
  ["too many interests", { interests: Array(11).fill("x") }, /^interests:/],
  ["interests that are no list", { interests: "chess" }, /^interests:/],
  ["a list", [], /^body:/],
];
for (const [why, body, info] of badInputs) {
  Deno.test(`POST /api/rtc/enqueue refuses ${why}, naming the field`, async () => {
    using app = await testApp();
    const visitor = await app.visitor();
    const response = await visitor.post("/api/rtc/enqueue", body);
    equal(response.status, 400);
    const answer = await bodyOf(response);
    equal(answer.error, "bad-input");
    match(answer.info, info);
    ok(answer.info.length <= 200);
  });
}

const goodInputs = [
  { gender: "f", country: "vn", filterGenders: "m, u", filterCountries: "all" },
  { filterGenders: "ALL", filterCountries: "VN,EG", interests: ["Chess"] },
  { unknown: "field" },
];
for (const body of goodInputs) {
  Deno.test(`POST /api/rtc/enqueue takes ${JSON.stringify(body)}`, async () => {
    using app = await testApp();
    const visitor = await app.visitor();
    equal((await visitor.post("/api/rtc/enqueue", body)).status, 204);
  });
}

Deno.test("POST /api/rtc/enqueue refuses malformed JSON and a large body", async () => {
  using app = await testApp();
  const { cookie } = await app.visitor();
  const post = (body: BodyInit) =>
    app.fetch("/api/rtc/enqueue", {
      method: "POST",
      headers: { cookie },
      body,
    });
  const malformed = await post("{");
  equal(malformed.status, 400);
  equal((await bodyOf(malformed)).error, "bad-input");
  const large = await post(JSON.stringify({ x: "x".repeat(120_000) }));
  equal(large.status, 413);
  equal((await bodyOf(large)).error, "too-large");
  const chunk = new TextEncoder().encode("x".repeat(60_000));
  const streamed = await post(ReadableStream.from([chunk, chunk]));
  equal(streamed.status, 413);
  await streamed.body?.cancel();
});

Deno.test("POST /api/rtc/enqueue believes a country header from a trusted proxy only", async () => {
  for (
    const [env, want] of [[{ TRUSTED_PROXY: "any" }, "VN"], [{}, "XX"]] as const
  ) {
    using app = await testApp(env);
    const { cookie } = await app.visitor();
    await app.fetch("/api/rtc/enqueue", {
      method: "POST",
      headers: { cookie, "cf-ipcountry": "VN" },
    });
    const seeker = await app.visitor();
    await seeker.post("/api/rtc/enqueue", { filterCountries: want });
    equal((await seeker.post("/api/rtc/matchmake")).status, 200);
  }
});

Deno.test("POST /api/rtc/enqueue asks for a VIP token when filters are not free", async () => {
  using app = await testApp({ FREE_FOR_ALL: "0" });
  const visitor = await app.visitor();
  equal((await visitor.post("/api/rtc/enqueue")).status, 204);
  const refused = await visitor.post("/api/rtc/enqueue", {
    filterGenders: "f",
  });
  equal(refused.status, 403);
  equal((await bodyOf(refused)).error, "vip-required");
  const vip = app.services.vipTokens.sign({
    id: "someone",
    expiresAt: app.services.now() + 60_000,
  });
  const allowed = await app.fetch("/api/rtc/enqueue", {
    method: "POST",
    headers: { cookie: `${visitor.cookie}; vip=${vip}` },
    body: JSON.stringify({ filterGenders: "f" }),
  });
  equal(allowed.status, 204);
});

for (
  const [what, secret, purpose, lifeMs] of [
    ["forged", "a secret of somebody else", "vip", 60_000],
    ["for another purpose", null, "anon", 60_000],
    ["out of date", null, "vip", -1_000],
  ] as const
) {
  Deno.test(`POST /api/rtc/enqueue takes no VIP token that is ${what}`, async () => {
    using app = await testApp({ FREE_FOR_ALL: "0" });
    const { config, now } = app.services;
    const { cookie } = await app.visitor();
    const vip = new TokenSigner(secret ?? config.vipSecret, purpose)
      .sign({ id: "someone", expiresAt: now() + lifeMs });
    const refused = await app.fetch("/api/rtc/enqueue", {
      method: "POST",
      headers: { cookie: `${cookie}; vip=${vip}` },
      body: JSON.stringify({ filterGenders: "f" }),
    });
    equal(refused.status, 403);
    equal((await bodyOf(refused)).error, "vip-required");
  });
}

Deno.test("over a rate limit the answer says when to come back", async () => {
  using app = await testApp();
  const visitor = await app.visitor();
  let response = await visitor.post("/api/rtc/leave");
  for (let i = 0; i < 200 && response.status === 204; i++) {
    response = await visitor.post("/api/rtc/leave");
  }
  equal(response.status, 429);
  match(response.headers.get("retry-after")!, /^[1-9]\d*$/);
  equal((await bodyOf(response)).error, "slow-down");
  app.services.clock.advance(60_000);
  equal((await visitor.post("/api/rtc/leave")).status, 204);
});
