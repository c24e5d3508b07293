import { deepEqual, equal } from "node:assert/strict";
import { AUDIT_MS, AuditLog } from "@/lib/admin/audit_log.ts";
import { TestClock, testStore } from "@/tests/helpers.ts";

async function setUp() {
  const store = await testStore();
  const clock = new TestClock();
  const log = new AuditLog(store, clock.now);
  return { store, clock, log, [Symbol.dispose]: () => store.close() };
}

const failure = { action: "wrong-password", who: null, from: "f" } as const;
const deed = { action: "signed-in", who: "w", from: "f" } as const;

Deno.test("AuditLog.latest() tells the newest first, and no more than asked", async () => {
  using it = await setUp();
  for (const about of ["1", "2", "3"]) {
    it.clock.advance(1);
    await it.log.note({ ...deed, about });
  }
  const abouts = (await it.log.latest(2)).map(({ about }) => about);
  deepEqual(abouts, ["3", "2"]);
});

Deno.test("AuditLog keeps an entry for ninety days", async () => {
  using it = await setUp();
  await it.log.note(deed);
  it.clock.advance(AUDIT_MS - 1);
  equal((await it.log.latest(9)).length, 1);
  it.clock.advance(1);
  equal((await it.log.latest(9)).length, 0);
});

Deno.test("AuditLog fills no disk for a crowd that guesses, but counts it", async () => {
  using it = await setUp();
  for (let i = 0; i < 1_000; i++) await it.log.note(failure);
  equal((await it.log.latest(2_000)).length, 100);
  it.clock.advance(1);
  await it.log.note(deed);
  const [last] = await it.log.latest(1);
  equal(last!.action, "signed-in", "an admin's deed is always written");
  equal(last!.unwrittenCount, 900);
  it.clock.advance(1);
  await it.log.note(deed);
  const [next] = await it.log.latest(1);
  equal(next!.unwrittenCount, undefined, "told once");
});

Deno.test("AuditLog.latest() reads page by page, and one kind alone", async () => {
  using store = await testStore();
  const clock = new TestClock();
  const log = new AuditLog(store, clock.now);
  for (let i = 0; i < 5; i++) {
    clock.advance(1);
    const action = i % 2 === 0 ? "exported" : "signed-in";
    await log.note({ action, who: "token", from: "a", about: String(i) });
  }
  const about = (entries: { about?: string }[]) =>
    entries.map((entry) => entry.about).join();
  const first = await log.latest(2);
  equal(about(first), "4,3");
  equal(about(await log.latest(2, { before: first[1]!.at })), "2,1");
  equal(about(await log.latest(9, { action: "exported" })), "4,2,0");
  equal(await log.forgetBefore(first[1]!.at), 3);
  equal(about(await log.latest(9)), "4,3");
});
