import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { HOSTED_TTL_SECONDS } from "@/lib/turn/hosted.ts";
import { type HostedSettings, requestGrant } from "@/lib/turn/provider_api.ts";
import { TestClock } from "@/tests/helpers.ts";

const cloudflare: HostedSettings = {
  provider: "cloudflare",
  keyId: "key1",
  apiToken: "token1",
};
const twilio: HostedSettings = {
  provider: "twilio",
  accountSid: "AC1",
  authToken: "token2",
};

/** As Cloudflare documents it. */
const CLOUDFLARE_ANSWER = {
  iceServers: [
    { urls: ["stun:stun.cloudflare.com:3478", "stun:stun.cloudflare.com:53"] },
    {
      urls: [
        "turn:turn.cloudflare.com:3478?transport=udp",
        "turn:turn.cloudflare.com:53?transport=udp",
        "turn:turn.cloudflare.com:3478?transport=tcp",
        "turn:turn.cloudflare.com:80?transport=tcp",
        "turns:turn.cloudflare.com:5349?transport=tcp",
        "turns:turn.cloudflare.com:443?transport=tcp",
      ],
      username: "bc91b63e",
      credential: "ebd71f1d",
    },
  ],
};

/** As Twilio documents it. */
const TWILIO_ANSWER = {
  username: "dc2d2894",
  password: "tE2DajzS",
  ttl: "3600",
  account_sid: "AC1",
  date_created: "Fri, 01 May 2020 01:42:57 +0000",
  date_updated: "Fri, 01 May 2020 01:42:57 +0000",
  ice_servers: [
    {
      url: "stun:global.stun.twilio.com:3478",
      urls: "stun:global.stun.twilio.com:3478",
    },
    {
      url: "turn:global.turn.twilio.com:3478?transport=udp",
      urls: "turn:global.turn.twilio.com:3478?transport=udp",
      username: "dc2d2894",
      credential: "tE2DajzS",
    },
    {
      url: "turn:global.turn.twilio.com:443?transport=tcp",
      urls: "turn:global.turn.twilio.com:443?transport=tcp",
      username: "dc2d2894",
      credential: "tE2DajzS",
    },
  ],
};

interface Asked {
  method: string;
  url: string;
  authorization: string | null;
  contentType: string | null;
  body: string;
}

/** Stands in for a provider: a server of our own that notes what it is asked. */
async function askFake(
  settings: HostedSettings,
  answer: () => Response,
) {
  const asked: Asked[] = [];
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (req) => {
      asked.push({
        method: req.method,
        url: req.headers.get("x-url")!,
        authorization: req.headers.get("authorization"),
        contentType: req.headers.get("content-type"),
        body: await req.text(),
      });
      return answer();
    },
  );
  const clock = new TestClock();
  const grant = await requestGrant(settings, {
    now: clock.now,
    fetch: (url, init) => {
      const request = new Request(url, init);
      const headers = new Headers(request.headers);
      headers.set("x-url", url);
      return fetch(`http://127.0.0.1:${server.addr.port}/`, {
        ...init,
        headers,
      });
    },
  });
  return { asked, grant, clock };
}

Deno.test("requestGrant() asks Cloudflare as documented, and takes its relays", async () => {
  const { asked, grant, clock } = await askFake(
    cloudflare,
    () => Response.json(CLOUDFLARE_ANSWER, { status: 201 }),
  );
  deepEqual(asked, [{
    method: "POST",
    url:
      "https://rtc.live.cloudflare.com/v1/turn/keys/key1/credentials/generate-ice-servers",
    authorization: "Bearer token1",
    contentType: "application/json",
    body: JSON.stringify({ ttl: HOSTED_TTL_SECONDS }),
  }]);
  equal(grant.expiresAt, clock.ms + HOSTED_TTL_SECONDS * 1000);
  deepEqual(grant.iceServers, [{
    urls: [
      "turn:turn.cloudflare.com:3478?transport=udp",
      "turn:turn.cloudflare.com:3478?transport=tcp",
      "turn:turn.cloudflare.com:80?transport=tcp",
      "turns:turn.cloudflare.com:5349?transport=tcp",
      "turns:turn.cloudflare.com:443?transport=tcp",
    ],
    username: "bc91b63e",
    credential: "ebd71f1d",
  }]);
});

Deno.test("requestGrant() asks Twilio as documented, and takes its relays and ttl", async () => {
  const { asked, grant, clock } = await askFake(
    twilio,
    () => Response.json(TWILIO_ANSWER, { status: 201 }),
  );
  deepEqual(asked, [{
    method: "POST",
    url: "https://api.twilio.com/2010-04-01/Accounts/AC1/Tokens.json",
    authorization: `Basic ${btoa("AC1:token2")}`,
    contentType: "application/x-www-form-urlencoded;charset=UTF-8",
    body: `Ttl=${HOSTED_TTL_SECONDS}`,
  }]);
  equal(grant.expiresAt, clock.ms + 3_600_000);
  deepEqual(grant.iceServers.map(({ urls }) => urls), [
    ["turn:global.turn.twilio.com:3478?transport=udp"],
    ["turn:global.turn.twilio.com:443?transport=tcp"],
  ]);
  ok(grant.iceServers.every(({ credential }) => credential === "tE2DajzS"));
});

const refusals: [string, () => Response][] = [
  ["a refusal", () => Response.json(CLOUDFLARE_ANSWER, { status: 401 })],
  ["an answer of another shape", () => Response.json({ ok: true })],
  [
    "an answer without relays",
    () => Response.json({ iceServers: [{ urls: "stun:a.example" }] }),
  ],
  ["an answer that is no JSON", () => new Response("<html>")],
];
for (const [name, answer] of refusals) {
  Deno.test(`requestGrant() rejects ${name}`, async () => {
    await rejects(askFake(cloudflare, answer));
  });
}
