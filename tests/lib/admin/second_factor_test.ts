import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { CHALLENGE_MS } from "@/lib/admin/challenges.ts";
import { claimedId, webAuthnProofs } from "@/lib/admin/passkey_proofs.ts";
import { MAX_PASSKEYS } from "@/lib/admin/passkeys.ts";
import { CODE_COUNT } from "@/lib/admin/recovery_codes.ts";
import { SecondFactor } from "@/lib/admin/second_factor.ts";
import { TestClock, testStore } from "@/tests/helpers.ts";
import { answerOf, OTHER_SITE, SITE, stubProofs } from "./stub_proofs.ts";

const SESSION = "a session";
const TAG = "tag of the password";

async function setUp() {
  const store = await testStore();
  const clock = new TestClock();
  const deps = { store, now: clock.now, secret: "s", proofs: stubProofs() };
  const second = new SecondFactor(deps);
  async function add(id: string, site = SITE) {
    const { challengeId, options } = await second
      .beginRegistration(site, SESSION);
    const answer = answerOf(id, options.challenge, site);
    return await second
      .register({ challengeId, answer, name: id }, site, SESSION);
  }
  async function begin(site = SITE) {
    const step = await second.begin(site, TAG);
    return { ticket: step!.ticket, challenge: step!.options?.challenge ?? "" };
  }
  const other = new SecondFactor(deps);
  return {
    store,
    clock,
    second,
    other,
    add,
    begin,
    [Symbol.dispose]: () => store.close(),
  };
}

Deno.test("nobody is asked for a passkey where none was added", async () => {
  using it = await setUp();
  equal(await it.second.begin(SITE, TAG), null);
});

Deno.test("a passkey opens the door once for each question", async () => {
  using it = await setUp();
  const added = await it.add("key");
  equal(added!.codes!.length, CODE_COUNT);
  const { ticket, challenge } = await it.begin();
  const answer = { ticket, passkey: answerOf("key", challenge) };
  const proof = await it.second.check(answer, SITE, TAG);
  ok(typeof proof === "object" && proof.by === "passkey");
  equal(await it.second.check(answer, SITE, TAG), "stale");
  const [kept] = await it.second.passkeys.list();
  equal(kept!.counter, 1);
  equal(kept!.usedAt, it.clock.ms);
});

Deno.test("of many who answer one question at once, one gets in", async () => {
  using it = await setUp();
  await it.add("key");
  const { ticket, challenge } = await it.begin();
  const answer = { ticket, passkey: answerOf("key", challenge) };
  const proofs = await Promise.all(
    Array.from(
      { length: 20 },
      (_, i) => (i % 2 ? it.second : it.other).check(answer, SITE, TAG),
    ),
  );
  equal(proofs.filter((proof) => typeof proof === "object").length, 1);
});

Deno.test("what is not right opens nothing, and uses the question up", async () => {
  using it = await setUp();
  await it.add("key");
  await it.add("elsewhere", OTHER_SITE);
  const wrong: Record<string, (challenge: string) => unknown> = {
    "another question": () => answerOf("key", "question-1"),
    "another site": (challenge) => answerOf("key", challenge, OTHER_SITE),
    "a passkey nobody added": (challenge) => answerOf("none", challenge),
    "a passkey of another host": (challenge) =>
      answerOf("elsewhere", challenge),
    "no answer": () => null,
    "something else": () => ({ id: 5 }),
  };
  for (const [name, make] of Object.entries(wrong)) {
    const { ticket, challenge } = await it.begin();
    const passkey = make(challenge);
    equal(await it.second.check({ ticket, passkey }, SITE, TAG), "wrong", name);
    const right = { ticket, passkey: answerOf("key", challenge) };
    equal(await it.second.check(right, SITE, TAG), "stale", name);
  }
});

Deno.test("a ticket is worth nothing later, forged, or under a new password", async () => {
  using it = await setUp();
  await it.add("key");
  const late = await it.begin();
  it.clock.advance(CHALLENGE_MS);
  const check = ({ ticket, challenge }: typeof late, tag = TAG) =>
    it.second.check(
      { ticket, passkey: answerOf("key", challenge) },
      SITE,
      tag,
    );
  equal(await check(late), "stale");
  const forged = { ...await it.begin(), ticket: "id.zzzzzz.forged" };
  equal(await check(forged), "stale");
  equal(await check(await it.begin(), "tag of another password"), "stale");
});

Deno.test("a code opens the door once, however it is typed", async () => {
  using it = await setUp();
  const { codes } = (await it.add("key"))!;
  const use = async (code: string) => {
    const { ticket } = await it.begin();
    return await it.second.check({ ticket, code }, SITE, TAG);
  };
  const typed = ` ${codes![0]!.toLowerCase().replaceAll("-", " ")}`;
  deepEqual(await use(typed), { by: "code" });
  equal(await use(codes![0]!), "wrong");
  equal(await use("0000-0000-0000-0000"), "wrong");
  equal(await it.second.codes.count(), CODE_COUNT - 1);
  deepEqual(await use(codes![1]!), { by: "code" });
});

Deno.test("a code opens the door of a host without passkeys; nothing else does", async () => {
  using it = await setUp();
  const { codes } = (await it.add("key"))!;
  const step = await it.second.begin(OTHER_SITE, TAG);
  equal(step!.options, null);
  const passkey = answerOf("key", "", OTHER_SITE);
  const { ticket } = step!;
  const asked = await it.second.check({ ticket, passkey }, OTHER_SITE, TAG);
  equal(asked, "wrong");
  const again = (await it.second.begin(OTHER_SITE, TAG))!.ticket;
  const answer = { ticket: again, code: codes![0]! };
  deepEqual(await it.second.check(answer, OTHER_SITE, TAG), { by: "code" });
});

Deno.test("new codes take the place of all old ones", async () => {
  using it = await setUp();
  const old = (await it.add("key"))!.codes!;
  const renewed = await it.second.codes.renew();
  equal(renewed.length, CODE_COUNT);
  equal(await it.second.codes.use(old[0]!), false);
  equal(await it.second.codes.use(renewed[0]!), true);
  notEqual(renewed[0], old[0]);
  const stored = await Array.fromAsync(
    it.store.list({ prefix: ["admin_recovery_code"] }),
  );
  const text = Deno.inspect(stored, { depth: 9, iterableLimit: 99 });
  ok(!renewed.some((code) => text.includes(code)), "codes are not kept");
});

Deno.test("a passkey is added once, by the session that began, in time", async () => {
  using it = await setUp();
  const { second } = it;
  const begun = await second.beginRegistration(SITE, SESSION);
  const register = (session: string, { challengeId, options } = begun) =>
    second.register(
      {
        challengeId,
        answer: answerOf("key", options.challenge),
        name: " ",
      },
      SITE,
      session,
    );
  equal(await register("another session"), null);
  equal(await register(SESSION), null, "the question was used up");
  const later = await second.beginRegistration(SITE, SESSION);
  it.clock.advance(CHALLENGE_MS);
  equal(await register(SESSION, later), null);
  const added = await register(
    SESSION,
    await second.beginRegistration(SITE, SESSION),
  );
  equal(added!.passkey.name, "Passkey");
  equal(await it.add("key"), null, "it is there already");
  equal((await it.add("another"))!.codes, null, "there are codes already");
});

Deno.test("an answer to another question adds no passkey", async () => {
  using it = await setUp();
  const { challengeId } = await it.second.beginRegistration(SITE, SESSION);
  const registration = {
    challengeId,
    answer: answerOf("key", "a question of somebody else"),
    name: "key",
  };
  equal(await it.second.register(registration, SITE, SESSION), null);
  deepEqual(await it.second.passkeys.list(), []);
});

Deno.test("there are so many passkeys and no more", async () => {
  using it = await setUp();
  for (let i = 0; i < MAX_PASSKEYS; i++) ok(await it.add(`key-${i}`));
  equal(await it.add("one-more"), null);
});

Deno.test("the last passkey takes the codes with it", async () => {
  using it = await setUp();
  await it.add("one");
  await it.add("two");
  equal((await it.second.remove("one"))!.name, "one");
  equal(await it.second.codes.count(), CODE_COUNT);
  await it.second.remove("two");
  equal(await it.second.codes.count(), 0);
  equal(await it.second.remove("two"), null);
  equal(await it.second.begin(SITE, TAG), null);
});

Deno.test("webAuthnProofs take no nonsense for an answer", async () => {
  const expected = { challenge: "AAAA", site: SITE };
  const passkey = {
    id: "key",
    publicKey: new Uint8Array([1]),
    counter: 0,
    transports: [],
    rpId: SITE.rpId,
    name: "",
    createdAt: 0,
    usedAt: null,
  };
  for (const answer of [null, 5, {}, answerOf("key", "AAAA"), "x".repeat(9)]) {
    equal(await webAuthnProofs.readRegistration(answer, expected), null);
    equal(
      await webAuthnProofs.checkSignIn(answer, { ...expected, passkey }),
      null,
    );
  }
  equal(claimedId(answerOf("key", "")), "key");
  equal(claimedId({ id: "key" }), null);
});
