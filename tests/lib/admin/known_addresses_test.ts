import { equal, ok } from "node:assert/strict";
import { KNOWN_MS, KnownAddresses } from "@/lib/admin/known_addresses.ts";
import { TestClock, testStore } from "@/tests/helpers.ts";

const ADDRESS = "203.0.113.7";

Deno.test("KnownAddresses knows an address for thirty days, after a restart too", async () => {
  using store = await testStore();
  const clock = new TestClock();
  const deps = { store, now: clock.now, secret: "s" };
  await new KnownAddresses(deps).note(ADDRESS);
  const known = new KnownAddresses(deps);
  equal(await known.has(ADDRESS), true);
  equal(await known.has("203.0.113.8"), false);
  clock.advance(KNOWN_MS);
  equal(await known.has(ADDRESS), false);
});

Deno.test("KnownAddresses writes no address down, and not more than daily", async () => {
  using store = await testStore();
  const clock = new TestClock();
  const known = new KnownAddresses({ store, now: clock.now, secret: "s" });
  await known.note(ADDRESS);
  await known.note(ADDRESS);
  equal(store.stats.writes, 1);
  clock.advance(24 * 3_600_000);
  await known.note(ADDRESS);
  equal(store.stats.writes, 2);
  const kept = await Array.fromAsync(store.list({ prefix: ["admin_address"] }));
  equal(kept.length, 1);
  ok(!JSON.stringify(kept).includes(ADDRESS));
});
