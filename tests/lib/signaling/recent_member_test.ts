import { deepEqual, equal } from "node:assert/strict";
import { recentSeat } from "@/lib/signaling/recent_member.ts";
import { makePair, testServices } from "@/tests/helpers.ts";

Deno.test("recentSeat() knows a pair's members, and for a minute after its end", async () => {
  using services = await testServices();
  const { pairs, clock } = services;
  const startedAt = clock.ms;
  const seatOf = (anonId: string, pairId = "p") =>
    recentSeat(services, { pairId, anonId });
  await makePair(services, { countries: { caller: "VN", callee: "EG" } });
  const caller = { role: "caller", startedAt, country: "VN" };
  const callee = { role: "callee", startedAt, country: "EG" };
  deepEqual(await seatOf("caller"), caller);
  deepEqual(await seatOf("callee"), callee);
  equal(await seatOf("stranger"), null);
  clock.advance(1_000);
  await pairs.end("p");
  deepEqual(await seatOf("caller"), caller);
  deepEqual(await seatOf("callee"), callee);
  equal(await seatOf("caller", "another pair"), null);
  equal(await seatOf("stranger"), null);
  clock.advance(60_000);
  equal(await seatOf("caller"), null);
});

Deno.test("recentSeat() says XX of a member whose country nobody gave", async () => {
  using services = await testServices();
  await makePair(services);
  const seat = await recentSeat(services, { pairId: "p", anonId: "caller" });
  equal(seat?.country, "XX");
});
