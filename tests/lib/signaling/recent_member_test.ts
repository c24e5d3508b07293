import { equal } from "node:assert/strict";
import { isRecentMember } from "@/lib/signaling/recent_member.ts";
import { makePair, testServices } from "@/tests/helpers.ts";

Deno.test("isRecentMember() knows a pair's members, and for a minute after its end", async () => {
  using services = await testServices();
  const { pairs, clock } = services;
  const isMember = (anonId: string, pairId = "p") =>
    isRecentMember(services, { pairId, anonId });
  await makePair(services);
  equal(await isMember("caller"), true);
  equal(await isMember("callee"), true);
  equal(await isMember("stranger"), false);
  await pairs.end("p");
  equal(await isMember("caller"), true);
  equal(await isMember("caller", "another pair"), false);
  equal(await isMember("stranger"), false);
  clock.advance(60_000);
  equal(await isMember("caller"), false);
});
