import { deepEqual, equal, ok } from "node:assert/strict";
import { bodyOf, type TestApp, testApp } from "@/tests/app.ts";

const PATH = "/api/monitoring/visitor-call";
const TOKEN = { authorization: "Bearer test-admin-token-0123456789" };

const ask = (app: TestApp, visitor: unknown, headers = TOKEN) =>
  app.fetch(PATH, {
    method: "POST",
    headers,
    body: JSON.stringify({ visitor }),
  });

/** Two in a call, and a third who waits. */
async function threeVisitors(app: TestApp): Promise<string[]> {
  const cookies: string[] = [];
  for (let i = 0; i < 3; i++) {
    const visitor = await app.visitor();
    await (await visitor.post("/api/rtc/enqueue")).body?.cancel();
    cookies.push(visitor.cookie);
  }
  return cookies;
}

const idIn = (cookie: string) => cookie.replace("anon=", "").split(".")[0]!;

Deno.test(`POST ${PATH} tells a visitor's call by id or cookie`, async () => {
  using app = await testApp();
  const [first, second, third] = await threeVisitors(app) as [
    string,
    string,
    string,
  ];
  const answers = [];
  for (const one of [idIn(first), second, idIn(third), "x".repeat(31)]) {
    const response = await ask(app, one);
    equal(response.status, 200);
    answers.push(await bodyOf(response));
  }
  const { pairId } = answers[0];
  ok(typeof pairId === "string");
  const nobody = { pairId: null, role: null };
  deepEqual(answers, [
    { pairId, role: "caller" },
    { pairId, role: "callee" },
    nobody,
    nobody,
  ]);
});

Deno.test(`POST ${PATH} is noted in the audit log, without the visitor`, async () => {
  using app = await testApp();
  const [first] = await threeVisitors(app);
  const { pairId } = await bodyOf(await ask(app, idIn(first!)));
  const [entry] = await app.services.adminDoor.audit.latest(1);
  deepEqual([entry?.action, entry?.about], ["looked-for-visitor", pairId]);
  equal(JSON.stringify(entry).includes(idIn(first!)), false);
});

Deno.test(`POST ${PATH} is for admins, and for ids`, async () => {
  using app = await testApp();
  const { cookie } = await app.visitor();
  const stranger = await app.fetch(PATH, {
    method: "POST",
    headers: { cookie },
    body: JSON.stringify({ visitor: idIn(cookie) }),
  });
  equal(stranger.status, 401);
  equal((await bodyOf(stranger)).error, "unauthorized");
  for (const wrong of ["", "short", "two words of it", 7, null]) {
    const response = await ask(app, wrong);
    equal(response.status, 400, String(wrong));
    equal((await bodyOf(response)).error, "bad-input");
  }
});
