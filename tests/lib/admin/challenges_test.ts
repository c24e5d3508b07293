import { equal } from "node:assert/strict";
import { Challenges } from "@/lib/admin/challenges.ts";
import { RecoveryCodes } from "@/lib/admin/recovery_codes.ts";
import { TestClock, testStore } from "@/tests/helpers.ts";

const MANY = 40;

Deno.test("Challenges.take() gives a question to one of many at once", async () => {
  using store = await testStore();
  const { now } = new TestClock();
  const all = [new Challenges(store, now), new Challenges(store, now)];
  const asked = { purpose: "sign-in", to: "tag" } as const;
  const id = await all[0]!.put({ ...asked, challenge: "question" });
  const taken = await Promise.all(
    Array.from({ length: MANY }, (_, i) => all[i % 2]!.take(id, asked)),
  );
  equal(taken.filter((one) => one?.challenge === "question").length, 1);
});

Deno.test("Challenges.take() is for its purpose only", async () => {
  using store = await testStore();
  const challenges = new Challenges(store, new TestClock().now);
  const id = await challenges
    .put({ purpose: "register", to: "x", challenge: "question" });
  equal(await challenges.take(id, { purpose: "sign-in", to: "x" }), null);
});

Deno.test("RecoveryCodes.use() lets one of many at once pass", async () => {
  using store = await testStore();
  const codes = new RecoveryCodes(store, "secret");
  const [code] = await codes.renew();
  const used = await Promise.all(
    Array.from({ length: MANY }, () => codes.use(code!)),
  );
  equal(used.filter((isUsed) => isUsed).length, 1);
});

Deno.test("RecoveryCodes under another secret are none", async () => {
  using store = await testStore();
  const [code] = await new RecoveryCodes(store, "secret").renew();
  equal(await new RecoveryCodes(store, "another").use(code!), false);
});

Deno.test("RecoveryCodes takes letters that are written like digits for these", async () => {
  using store = await testStore();
  const codes = new RecoveryCodes(store, "secret");
  const withDigits = async () => {
    while (true) {
      const made = await codes.renew();
      const found = made.find((code) => /0/.test(code) && /1/.test(code));
      if (found !== undefined) return found;
    }
  };
  for (const one of ["I", "l"]) {
    const code = await withDigits();
    const typed = code.replaceAll("0", "o").replaceAll("1", one);
    equal(await codes.use(typed), true, typed);
  }
});
