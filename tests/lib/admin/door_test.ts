import { deepEqual, equal, ok } from "node:assert/strict";
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
  equal((await door.trySignIn("test-password", known)).isRight, true);
  const crowd = Array.from(
    { length: 40 },
    (_, i) => door.trySignIn("guess", `198.51.100.${i}`),
  );
  const admin = await door.trySignIn("test-password", known);
  equal(admin.isRight, true);
  const refused = (await Promise.all(crowd))
    .filter((one) => !one.isRight && one.waitSeconds > 0);
  ok(refused.length > 0, "the crowd was never too large");
  deepEqual(refused[0], { isRight: false, waitSeconds: 5 });
});
