import { deepEqual, equal } from "node:assert/strict";
import { IceServerCache } from "@/lib/call/signaling/ice_servers.ts";
import { fakeClient, FakeTimers } from "@/tests/lib/call/fakes.ts";

Deno.test("IceServerCache asks once, and again at half the life time", async () => {
  const timers = new FakeTimers();
  const client = fakeClient();
  const cache = new IceServerCache(client, timers);
  await Promise.all([cache.get(), cache.get()]);
  await timers.advance(299_000);
  await cache.get();
  equal(client.calls.length, 1);
  await timers.advance(1_000);
  await cache.get();
  equal(client.calls.length, 2);
});

Deno.test("IceServerCache gives none after a failure, and asks again", async () => {
  const client = fakeClient();
  const iceServers = [{ urls: "stun:s" }];
  client.iceServers = () => Promise.reject(new Error("down"));
  const cache = new IceServerCache(client, new FakeTimers());
  deepEqual(await cache.get(), []);
  client.iceServers = () => Promise.resolve({ iceServers, ttlSeconds: 60 });
  deepEqual(await cache.get(), iceServers);
});
