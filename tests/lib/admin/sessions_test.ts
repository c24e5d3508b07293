import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { adminKeys } from "@/lib/admin/keys.ts";
import { AdminSessions, SESSION_MS, TOUCH_MS } from "@/lib/admin/sessions.ts";
import { TestClock, testStore } from "@/tests/helpers.ts";

const TAG = "tag";

async function setUp() {
  const store = await testStore();
  const clock = new TestClock();
  const sessions = new AdminSessions(store, clock.now);
  return { store, clock, sessions, [Symbol.dispose]: () => store.close() };
}

Deno.test("AdminSessions opens two in one second with two tokens", async () => {
  using it = await setUp();
  const [one, two] = [await it.sessions.open(TAG), await it.sessions.open(TAG)];
  notEqual(one.token, two.token);
  equal((await it.sessions.list(TAG)).length, 2);
});

Deno.test("AdminSessions keeps no token in the store", async () => {
  using it = await setUp();
  const { token } = await it.sessions.open(TAG);
  const listing = it.store.list({ prefix: adminKeys.sessions() });
  const kept = JSON.stringify(await Array.fromAsync(listing));
  ok(!kept.includes(token));
});

Deno.test("AdminSessions ends a session twelve hours after its last use", async () => {
  using it = await setUp();
  const { token } = await it.sessions.open(TAG);
  for (let i = 0; i < 3; i++) {
    it.clock.advance(SESSION_MS - 1);
    notEqual(await it.sessions.use(token, TAG), null);
  }
  it.clock.advance(SESSION_MS);
  equal(await it.sessions.use(token, TAG), null);
  deepEqual(await it.sessions.list(TAG), []);
});

Deno.test("AdminSessions writes a use no more often than it must", async () => {
  using it = await setUp();
  const { token } = await it.sessions.open(TAG);
  const openedAt = it.clock.now();
  it.clock.advance(TOUCH_MS - 1);
  equal((await it.sessions.use(token, TAG))!.seenAt, openedAt);
  it.clock.advance(1);
  equal((await it.sessions.use(token, TAG))!.seenAt, it.clock.now());
});

Deno.test("AdminSessions shortens a session from before the clock went back", async () => {
  using it = await setUp();
  const { token } = await it.sessions.open(TAG);
  it.clock.advance(-3_600_000);
  const session = await it.sessions.use(token, TAG);
  equal(session!.expiresAt, it.clock.now() + SESSION_MS);
});

Deno.test("AdminSessions refuses tokens that are none, and of another password", async () => {
  using it = await setUp();
  const { token } = await it.sessions.open(TAG);
  equal(await it.sessions.use(`${token}x`, TAG), null);
  equal(await it.sessions.use("", TAG), null);
  equal(await it.sessions.use(token, "another"), null);
  deepEqual(await it.sessions.list("another"), []);
});

Deno.test("AdminSessions.end() ends one, endAll() every one", async () => {
  using it = await setUp();
  const tokens = [];
  for (let i = 0; i < 3; i++) {
    tokens.push((await it.sessions.open(TAG)).token);
  }
  const { sessionId } = (await it.sessions.use(tokens[0]!, TAG))!;
  await it.sessions.end(sessionId);
  equal(await it.sessions.use(tokens[0]!, TAG), null);
  notEqual(await it.sessions.use(tokens[1]!, TAG), null);
  await it.sessions.endAll();
  for (const token of tokens) equal(await it.sessions.use(token, TAG), null);
});

Deno.test("a use at the moment of signing out does not bring a session back", async () => {
  using it = await setUp();
  const { token } = await it.sessions.open(TAG);
  const { sessionId } = (await it.sessions.use(token, TAG))!;
  it.clock.advance(TOUCH_MS);
  const get = it.store.get.bind(it.store);
  it.store.get = async (key) => {
    // deno-lint-ignore no-explicit-any -- passed through as it is
    const entry = await get<any>(key);
    await it.sessions.end(sessionId);
    return entry;
  };
  equal(await it.sessions.use(token, TAG), null);
  it.store.get = get;
  equal(await it.sessions.use(token, TAG), null);
});

Deno.test("AdminSessions.list() begins with the session seen last", async () => {
  using it = await setUp();
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    ids.push((await it.sessions.open(TAG)).sessionId);
    it.clock.advance(1);
  }
  const listed = await it.sessions.list(TAG);
  deepEqual(listed.map(({ sessionId }) => sessionId), ids.toReversed());
});

Deno.test("AdminSessions.lives() until it ends, and with its password only", async () => {
  using it = await setUp();
  const { sessionId } = await it.sessions.open(TAG);
  equal(await it.sessions.lives(sessionId, TAG), true);
  equal(await it.sessions.lives(sessionId, "tag of another password"), false);
  it.clock.advance(SESSION_MS);
  equal(await it.sessions.lives(sessionId, TAG), false);
});
