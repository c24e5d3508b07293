import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { IceServers } from "@/lib/turn/ice_servers.ts";
import type { Fetch } from "@/lib/turn/provider_api.ts";
import type { TurnSettings } from "@/lib/turn/settings.ts";
import { TestClock, testLog } from "@/tests/helpers.ts";

const STUN = { urls: ["stun:a.example"] };

function setUp(
  turn: TurnSettings | null,
  fetch: Fetch = () => Promise.reject(new Error("not asked")),
) {
  const clock = new TestClock();
  const { log, lines } = testLog();
  const iceServers = new IceServers({
    settings: { stunUrls: STUN.urls, turn },
    userKey: "user-key",
    now: clock.now,
    log,
    fetch,
  });
  return { clock, iceServers, lines };
}

const coturn: TurnSettings = {
  provider: "coturn",
  urls: ["turn:a.example:3478"],
  secret: "north-star-secret",
};

Deno.test("IceServers lists STUN alone where there are no relays", async () => {
  const { iceServers } = setUp(null);
  equal(iceServers.hasRelays, false);
  deepEqual(await iceServers.listFor("v1"), {
    iceServers: [STUN],
    ttlSeconds: 3600,
  });
});

Deno.test("IceServers gives relays a name that is the visitor's and does not tell who", async () => {
  const { iceServers, clock } = setUp(coturn);
  equal(iceServers.hasRelays, true);
  const nameFor = async (visitor: string) =>
    (await iceServers.listFor(visitor)).iceServers[1]?.username?.split(":")[1];
  const name = await nameFor("visitor-1");
  match(name!, /^[\w-]{16}$/);
  ok(!name!.includes("visitor"));
  clock.advance(3_600_000);
  equal(await nameFor("visitor-1"), name);
  notEqual(await nameFor("visitor-2"), name);
});

Deno.test("IceServers falls back to STUN for a minute where the provider fails", async () => {
  const { iceServers, lines } = setUp(
    { provider: "cloudflare", keyId: "k", apiToken: "t" },
    () => Promise.resolve(new Response("", { status: 500 })),
  );
  equal(iceServers.hasRelays, true);
  deepEqual(await iceServers.listFor("v1"), {
    iceServers: [STUN],
    ttlSeconds: 60,
  });
  equal(iceServers.failureCount, 1);
  match(lines[0]!, /"warn".*status 500/);
});

Deno.test("IceServers tells how long a provider's credentials still hold", async () => {
  const relay = { urls: ["turn:b.example"], username: "u", credential: "c" };
  const { iceServers, clock } = setUp(
    { provider: "twilio", accountSid: "AC1", authToken: "t" },
    () => Promise.resolve(Response.json({ ice_servers: [relay], ttl: "3600" })),
  );
  await iceServers.listFor("v1");
  clock.advance(600_500);
  deepEqual(await iceServers.listFor("v2"), {
    iceServers: [STUN, relay],
    ttlSeconds: 2999,
  });
});
