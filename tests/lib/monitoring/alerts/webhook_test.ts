import { deepEqual, equal, ok } from "node:assert/strict";
import { createHmac } from "node:crypto";
import { alertKeys } from "@/lib/monitoring/alerts/keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import { evaluateAlerts } from "@/lib/monitoring/alerts/evaluate_alerts.ts";
import type { Rule } from "@/lib/monitoring/alerts/rule.ts";
import {
  type Fetch,
  sendDueMessages,
} from "@/lib/monitoring/alerts/webhook.ts";
import {
  seededRandom,
  TestClock,
  testLog,
  testStore,
} from "@/tests/helpers.ts";

const rule: Rule = {
  kind: "bandwidth",
  title: "Traffic is above its limit",
  unit: "Mbit/s",
  troubleIs: "above",
  raiseAt: 200,
  resolveAt: 160,
  raiseAfterMs: 0,
  resolveAfterMs: 0,
  severity: "high",
  escalations: [],
};

/** A store with one raised alert to tell of, and a receiver. */
async function setUp(answers: readonly (number | "unreachable")[]) {
  const store = await testStore();
  const clock = new TestClock();
  const requests: { headers: Record<string, string>; body: string }[] = [];
  const fetch: Fetch = (_url, { headers, body }) => {
    requests.push({
      headers: headers as Record<string, string>,
      body: String(body),
    });
    const answer = answers[requests.length - 1] ?? 200;
    return answer === "unreachable"
      ? Promise.reject(new TypeError("https://hook.example/secret-path"))
      : Promise.resolve(
        new Response("", {
          status: answer,
          headers: answer === 429 ? { "retry-after": "600" } : {},
        }),
      );
  };
  const { log, lines } = testLog();
  const deps = {
    store,
    log,
    now: clock.now,
    random: () => 1 - 2 ** -32,
    fetch,
    url: "https://hook.example/secret-path",
    secret: "sixteen-characters",
  };
  await evaluateAlerts(
    {
      store,
      now: clock.now(),
      random: seededRandom(7),
      hasWebhook: true,
    },
    [rule],
    [{ kind: rule.kind, subject: "all", value: 250 }],
  );
  return { store, clock, requests, deps, lines };
}

async function isOutboxEmpty(store: Store): Promise<boolean> {
  const prefix = alertKeys.messages();
  return (await Array.fromAsync(store.list({ prefix }))).length === 0;
}

Deno.test("sendDueMessages() sends what Slack and Discord show, with the alert itself", async () => {
  const { store, requests, deps } = await setUp([]);
  using _ = store;
  equal(await sendDueMessages(deps), 1);
  const body = JSON.parse(requests[0]!.body);
  const text =
    "🔴 HIGH: Traffic is above its limit (all): 250 Mbit/s, limit 200 Mbit/s";
  equal(body.text, text);
  equal(body.content, text);
  equal(body.event, "alert.raised");
  equal(body.alert.value, 250);
  deepEqual(body.allowed_mentions, { parse: [] });
  equal(await isOutboxEmpty(store), true);
});

Deno.test("sendDueMessages() signs timestamp and body", async () => {
  const { store, requests, deps, clock } = await setUp([]);
  using _ = store;
  await sendDueMessages(deps);
  const { headers, body } = requests[0]!;
  equal(headers["x-parley-timestamp"], String(clock.ms / 1000));
  const expected = createHmac("sha256", deps.secret)
    .update(`${headers["x-parley-timestamp"]}.${body}`).digest("hex");
  equal(headers["x-parley-signature"], `sha256=${expected}`);
});

Deno.test("sendDueMessages() on many instances at once sends a message once", async () => {
  const { store, requests, deps } = await setUp([]);
  using _ = store;
  await Promise.all([1, 2, 3, 4].map(() => sendDueMessages(deps)));
  equal(requests.length, 1);
});

Deno.test("sendDueMessages() leaves alone what another instance is sending", async () => {
  const { store, requests, deps } = await setUp([]);
  using _ = store;
  const fetch: Fetch = async (...request) => {
    equal(await sendDueMessages(deps), 0);
    return await deps.fetch(...request);
  };
  equal(await sendDueMessages({ ...deps, fetch }), 1);
  equal(requests.length, 1);
});

Deno.test("sendDueMessages() tries again later, under the same id", async () => {
  const { store, requests, deps, clock, lines } = await setUp([
    500,
    "unreachable",
  ]);
  using _ = store;
  equal(await sendDueMessages(deps), 0);
  equal(await sendDueMessages(deps), 0, "not due yet");
  equal(requests.length, 1);
  clock.advance(30_000);
  equal(await sendDueMessages(deps), 0);
  clock.advance(60_000);
  equal(await sendDueMessages(deps), 1);
  equal(new Set(requests.map((r) => r.headers["idempotency-key"])).size, 1);
  ok(!lines.join().includes("secret-path"), "the address stays out of the log");
});

Deno.test("sendDueMessages() waits as long as the receiver asks", async () => {
  const { store, requests, deps, clock } = await setUp([429]);
  using _ = store;
  await sendDueMessages(deps);
  clock.advance(599_000);
  await sendDueMessages(deps);
  equal(requests.length, 1);
  clock.advance(1_000);
  await sendDueMessages(deps);
  equal(requests.length, 2);
});

Deno.test("sendDueMessages() gives up after a day and says so", async () => {
  const { store, requests, deps, clock, lines } = await setUp(
    Array.from({ length: 100 }, () => 500),
  );
  using _ = store;
  for (let minute = 0; minute < 25 * 60; minute++) {
    await sendDueMessages(deps);
    clock.advance(60_000);
  }
  ok(requests.length > 40 && requests.length < 60, String(requests.length));
  equal(await isOutboxEmpty(store), true);
  equal(lines.filter((line) => line.includes("given up")).length, 1);
});

Deno.test("sendDueMessages() tells nothing that is a day old", async () => {
  const { store, requests, deps, clock } = await setUp([]);
  using _ = store;
  clock.advance(24 * 3_600_000);
  equal(await sendDueMessages(deps), 0);
  equal(requests.length, 0);
});
