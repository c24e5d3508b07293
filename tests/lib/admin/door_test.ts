import { deepEqual, equal, ok } from "node:assert/strict";
import { answerOf, SITE, stubProofs } from "./stub_proofs.ts";
import { AdminDoor } from "@/lib/admin/door.ts";
import { TestClock, testConfig, testStore } from "@/tests/helpers.ts";

Deno.test("a crowd that guesses does not keep an admin waiting for a turn", async () => {
  using store = await testStore();
  const door = new AdminDoor({
    store,
    now: new TestClock().now,
    config: testConfig(),
    // So much that guesses have to wait for each other.
    hashCost: { n: 2 ** 12, p: 1 },
  });
  const known = "203.0.113.7";
  equal((await door.trySignIn("test-password", known, SITE)).isRight, true);
  const crowd = Array.from(
    { length: 40 },
    (_, i) => door.trySignIn("guess", `198.51.100.${i}`, SITE),
  );
  const admin = await door.trySignIn("test-password", known, SITE);
  equal(admin.isRight, true);
  const refused = (await Promise.all(crowd))
    .filter((one) => !one.isRight && one.waitSeconds > 0);
  ok(refused.length > 0, "the crowd was never too large");
  deepEqual(refused[0], { isRight: false, waitSeconds: 5 });
});

/** A door with a passkey added, and a clock. */
async function doorWithPasskey() {
  const store = await testStore();
  const clock = new TestClock();
  const config = {
    adminPassword: "test-password",
    adminToken: undefined,
    anonSecret: "secret",
  };
  const proofs = stubProofs();
  const hashCost = { n: 2, p: 1 };
  const door = new AdminDoor({
    store,
    now: clock.now,
    config,
    hashCost,
    proofs,
  });
  const { challengeId, options } = await door.second
    .beginRegistration(SITE, "session");
  const answer = answerOf("key", options.challenge);
  const added = await door.second
    .register({ challengeId, answer, name: "laptop" }, SITE, "session");
  const codes = added!.codes!;
  return { door, clock, codes, [Symbol.dispose]: () => store.close() };
}

async function stepOf(door: AdminDoor, address: string) {
  const guess = await door.trySignIn("test-password", address, SITE);
  ok(guess.isRight && guess.token === null, "a passkey is asked for");
  return guess.step;
}

Deno.test("the password alone opens nothing where a passkey was added", async () => {
  using it = await doorWithPasskey();
  const { door } = it;
  const { ticket, options } = await stepOf(door, "a");
  const tag = await door.passwordTag();
  equal((await door.sessions.list(tag)).length, 0);
  const passkey = answerOf("key", options!.challenge);
  const guess = await door.trySecond({ ticket, passkey }, "a", SITE);
  ok(guess.isRight);
  equal((await door.sessions.list(tag)).length, 1);
  const [entry] = await door.audit.latest(1);
  equal(entry?.action, "signed-in");
  equal(entry?.about, "laptop");
});

Deno.test("a wrong passkey is asked again, counted, and written down", async () => {
  using it = await doorWithPasskey();
  const { door } = it;
  let { ticket } = await stepOf(door, "a");
  // The password was the first of five guesses.
  for (let count = 2; count <= 5; count++) {
    const passkey = answerOf("key", "another question");
    const guess = await door.trySecond({ ticket, passkey }, "a", SITE);
    ok(!guess.isRight && guess.step !== null);
    equal(guess.waitSeconds, 0);
    ticket = guess.step.ticket;
    const [entry] = await door.audit.latest(1);
    equal(entry?.action, "wrong-second");
    equal(entry?.who, null);
  }
  const [code] = it.codes;
  const guess = await door.trySecond({ ticket, code }, "a", SITE);
  ok(!guess.isRight && guess.waitSeconds > 0, "the right code, too late");
  equal(guess.step, null);
  it.clock.advance(15 * 60_000);
  const again = await stepOf(door, "a");
  const later = { ticket: again.ticket, code };
  ok((await door.trySecond(later, "a", SITE)).isRight);
  it.clock.advance(1);
  equal((await door.audit.latest(1))[0]?.action, "used-code");
});

Deno.test("who has not shown the password is not asked again", async () => {
  using it = await doorWithPasskey();
  const [code] = it.codes;
  const answer = { ticket: "made-up", code };
  const guess = await it.door.trySecond(answer, "b", SITE);
  deepEqual(guess, { isRight: false, waitSeconds: 0, step: null });
  equal(await it.door.second.codes.count(), it.codes.length);
});

async function plainDoor() {
  const store = await testStore();
  const clock = new TestClock();
  const door = new AdminDoor({
    store,
    now: clock.now,
    config: testConfig(),
    hashCost: { n: 2, p: 1 },
  });
  return { door, clock, [Symbol.dispose]: () => store.close() };
}

Deno.test("after five wrong passwords an address waits, and no guess is looked at", async () => {
  using it = await plainDoor();
  const guess = (password: string) => it.door.trySignIn(password, "a", SITE);
  for (let i = 0; i < 5; i++) {
    deepEqual(await guess("wrong"), { isRight: false, waitSeconds: 0 });
  }
  deepEqual(await guess("test-password"), { isRight: false, waitSeconds: 900 });
  equal((await it.door.audit.latest(10)).length, 5);
  it.clock.advance(15 * 60_000);
  equal((await guess("test-password")).isRight, true);
});

Deno.test("where an admin was before, the right password opens after any guesses", async () => {
  using it = await plainDoor();
  const guess = (password: string) => it.door.trySignIn(password, "a", SITE);
  equal((await guess("test-password")).isRight, true);
  for (let i = 0; i < 8; i++) await guess("wrong");
  const wrong = await guess("wrong");
  ok(!wrong.isRight && wrong.waitSeconds > 0, "a wrong one is told to wait");
  equal((await guess("test-password")).isRight, true);
});

Deno.test("after five wrong bearer tokens an address waits with the right one, too", async () => {
  using it = await plainDoor();
  const ask = (token: string) =>
    it.door.recognize(
      new Request("http://localhost", {
        headers: { authorization: `Bearer ${token}` },
      }),
      "a",
    );
  const right = testConfig().adminToken!;
  for (let i = 0; i < 5; i++) equal(await ask("wrong"), null);
  equal(await ask(right), 900);
  it.clock.advance(15 * 60_000);
  deepEqual(await ask(right), { sessionId: null });
});

Deno.test("who was let in is in until the session is ended; the token always is", async () => {
  using it = await plainDoor();
  const { door } = it;
  const tag = await door.passwordTag();
  const { sessionId } = await door.sessions.open(tag);
  equal(await door.isStillIn({ sessionId }), true);
  await door.sessions.end(sessionId);
  equal(await door.isStillIn({ sessionId }), false);
  equal(await door.isStillIn({ sessionId: null }), true);
});
