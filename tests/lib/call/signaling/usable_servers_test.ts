import { deepEqual, equal } from "node:assert/strict";
import {
  takesServers,
  usableServers,
  withUsableServers,
} from "@/lib/call/signaling/usable_servers.ts";
import { fakeClient } from "@/tests/lib/call/fakes.ts";

const BLOCKED = "turn:a.example:5060";
const RELAY = { username: "u", credential: "c" };

/** A browser that throws at one port, as Firefox does; counts what it makes. */
function fakeBrowser() {
  const browser = { made: 0, closed: 0 };
  const takes = takesServers(({ iceServers = [] }) => {
    const urls = iceServers.flatMap(({ urls }) => urls);
    if (urls.includes(BLOCKED)) throw new SyntaxError("a blocked port");
    browser.made++;
    return { close: () => browser.closed++ } as unknown as RTCPeerConnection;
  });
  return { browser, takes };
}

Deno.test("usableServers() leaves a list alone that the browser takes", () => {
  const { browser, takes } = fakeBrowser();
  const servers = [{ urls: "stun:a.example" }];
  equal(usableServers(servers, takes), servers);
  deepEqual(browser, { made: 1, closed: 1 });
});

Deno.test("usableServers() takes out addresses that the browser refuses", () => {
  const { browser, takes } = fakeBrowser();
  const servers = [
    { ...RELAY, urls: [BLOCKED, "turns:a.example:443"] },
    { urls: BLOCKED },
    { urls: "stun:a.example" },
  ];
  deepEqual(usableServers(servers, takes), [
    { ...RELAY, urls: ["turns:a.example:443"] },
    { urls: ["stun:a.example"] },
  ]);
  equal(browser.made, browser.closed);
});

Deno.test("withUsableServers() tells only of what the browser takes", async () => {
  const client = fakeClient();
  client.iceServers = () =>
    Promise.resolve({ iceServers: [{ urls: BLOCKED }], ttlSeconds: 60 });
  const { takes } = fakeBrowser();
  deepEqual(await withUsableServers(client, takes).iceServers(), {
    iceServers: [],
    ttlSeconds: 60,
  });
});
