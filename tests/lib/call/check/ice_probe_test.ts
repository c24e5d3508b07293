import { deepEqual, equal, rejects } from "node:assert/strict";
import {
  PROBE_TIMEOUT_MS,
  type ProbeOutcome,
  probeRelay,
  probeStun,
} from "@/lib/call/check/ice_probe.ts";
import { settle } from "../fakes.ts";
import { type FakeGathering, fakeProbes } from "./fakes.ts";

const SERVER = { urls: ["turn:a.example"] };

/** Starts a probe and hands its connection to the test. */
async function run(
  probe: typeof probeRelay,
  drive: (connection: FakeGathering) => void,
): Promise<ProbeOutcome> {
  const probes = fakeProbes();
  const outcome = probe(probes, [SERVER]);
  await settle();
  drive(probes.connections[0]!);
  const result = await outcome;
  equal(probes.connections[0]!.isClosed, true);
  equal(probes.timers.pending, 0);
  return result;
}

Deno.test("probeRelay() uses the one server and nothing but relays", async () => {
  const probes = fakeProbes();
  const outcome = probeRelay(probes, [SERVER]);
  await settle();
  deepEqual(probes.connections[0]!.config, {
    iceServers: [SERVER],
    iceTransportPolicy: "relay",
  });
  await probes.timers.advance(120);
  probes.connections[0]!.gather("relay");
  deepEqual(await outcome, { isReached: true, tookMs: 120 });
});

Deno.test("probeRelay() waits for a relay, whatever else is found", async () => {
  const outcome = await run(probeRelay, (connection) => {
    connection.gather("host");
    connection.gather("srflx");
    connection.finish();
  });
  deepEqual(outcome, { isReached: false, why: "no-answer" });
});

const errors: [number, string][] = [
  [401, "refused"],
  [403, "refused"],
  [486, "full"],
  [701, "no-answer"],
];
for (const [code, why] of errors) {
  Deno.test(`probeRelay() says ${why} after error ${code}`, async () => {
    const outcome = await run(probeRelay, (connection) => {
      connection.fail(701);
      connection.fail(code);
      connection.finish();
    });
    deepEqual(outcome, { isReached: false, why });
  });
}

Deno.test("a relay that is reached counts, though another one refused", async () => {
  const outcome = await run(probeRelay, (connection) => {
    connection.fail(401);
    connection.gather("relay");
  });
  equal(outcome.isReached, true);
});

Deno.test("a network that swallows everything is given up on", async () => {
  const probes = fakeProbes();
  const outcome = probeRelay(probes, [SERVER]);
  await probes.timers.advance(PROBE_TIMEOUT_MS);
  deepEqual(await outcome, { isReached: false, why: "no-answer" });
  equal(probes.connections[0]!.isClosed, true);
});

Deno.test("probeStun() is content with the address from outside", async () => {
  const outcome = await run(probeStun, (connection) => {
    connection.gather("host");
    connection.gather("srflx");
  });
  equal(outcome.isReached, true);
});

Deno.test("probeStun() takes silence without an error for a public address", async () => {
  const found = await run(probeStun, (connection) => {
    connection.gather("host");
    connection.finish();
  });
  equal(found.isReached, true);
  const blocked = await run(probeStun, (connection) => {
    connection.gather("host");
    connection.fail(701);
    connection.finish();
  });
  equal(blocked.isReached, false);
  const nothing = await run(probeStun, (connection) => connection.finish());
  equal(nothing.isReached, false);
});

Deno.test("a browser that cannot connect rejects", async () => {
  const probes = fakeProbes();
  await rejects(probeRelay({
    ...probes,
    createConnection: () => {
      throw new TypeError("no WebRTC");
    },
  }, [SERVER]));
});
