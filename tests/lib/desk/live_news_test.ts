import { deepEqual, equal, ok } from "node:assert/strict";
import { createParser } from "eventsource-parser";
import { readNews } from "@/lib/desk/live_news.ts";
import { testServices } from "@/tests/helpers.ts";
import { Feed } from "@/tests/simulate/feed.ts";
import { aCall, anAlert } from "./live_calls.ts";

Deno.test("readNews() reads all that the server's own stream tells", async () => {
  using services = await testServices();
  const { adminStreams, clock } = services;
  const feed = new Feed(services, { calls: 20, members: 4, seed: 2 });
  await feed.round();
  const seen = new Map<string, number>();
  const parser = createParser({
    onEvent({ event = "", data }) {
      const name = readNews(event, data) === null ? `${event}, unread` : event;
      seen.set(name, (seen.get(name) ?? 0) + 1);
    },
  });
  const reader = adminStreams.open(() => Promise.resolve(true)).getReader();
  const decoder = new TextDecoder();
  async function readAll(): Promise<void> {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }
  const reading = readAll();
  for (let second = 0; second < 30; second++) {
    clock.advance(1_000);
    await feed.round();
    await adminStreams.tell();
  }
  adminStreams.closeAll();
  await reading;
  deepEqual([...seen.keys()].sort(), ["alert", "call", "snapshot"]);
  ok(
    seen.get("call")! > 20 && seen.get("alert")! > 5,
    JSON.stringify([...seen]),
  );
});

Deno.test("readNews() reads alerts in units of a newer server", () => {
  const alert = { ...anAlert("x"), unit: "furlongs" };
  equal(readNews("alert", JSON.stringify(alert))?.name, "alert");
});

Deno.test("readNews() refuses what the list could not show", () => {
  const broken = [
    ["call", { ...aCall("p1"), startedAt: "now" }],
    ["call", { ...aCall("p1"), members: [{ id: "a" }] }],
    ["call", { ...aCall("") }],
    ["alert", { ...anAlert("x"), severity: "dire" }],
    ["counts", { callCount: 1 }],
    ["gone", {}],
    ["hasOwnProperty", {}],
  ] as const;
  for (const [name, data] of broken) {
    equal(readNews(name, JSON.stringify(data)), null, name);
  }
  equal(readNews("gone", "{"), null);
});
