import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  type Flow,
  isStalled,
  NO_FLOW,
  noteTraffic,
  STALLED_MS,
  type Traffic,
  trafficOf,
  watchTraffic,
} from "@/lib/call/peer/traffic.ts";
import { FakeTimers } from "../fakes.ts";

/** Readings of one a second, from second 0 on. */
function afterReadings(...readings: [sent: number, received: number][]): Flow {
  return readings.reduce<Flow>(
    (flow, [sentBytes, receivedBytes], i) =>
      noteTraffic(flow, { sentBytes, receivedBytes }, i * 1_000),
    NO_FLOW,
  );
}

Deno.test("a call that sends and receives nothing for a while is stalled", () => {
  const flow = afterReadings([0, 9], [1, 9], [2, 9], [3, 9]);
  equal(isStalled(flow, 1_000 + STALLED_MS - 1), false);
  equal(isStalled(flow, 1_000 + STALLED_MS), true);
});

Deno.test("a single byte ends a stall", () => {
  const flow = afterReadings([0, 9], [1, 9], [2, 10]);
  equal(isStalled(flow, 100_000), false);
});

Deno.test("where nothing is sent, nothing is known", () => {
  const flow = afterReadings([5, 9], [5, 9], [5, 9]);
  equal(isStalled(flow, 100_000), false);
});

Deno.test("counters that begin anew with a new connection are no silence", () => {
  const flow = afterReadings([50, 90], [51, 90], [1, 0]);
  equal(isStalled(flow, 100_000), false);
});

Deno.test("no call is stalled while something comes each second", () => {
  const sent = fc.array(fc.nat(100), { minLength: 1, maxLength: 30 });
  fc.assert(fc.property(sent, (amounts) => {
    let total = 0;
    const flow = afterReadings(
      ...amounts.map((amount, i): [number, number] => [total += amount, i]),
    );
    return !isStalled(flow, amounts.length * 1_000 + STALLED_MS);
  }));
});

Deno.test("trafficOf() reads the transport and nothing else", () => {
  const report = new Map<string, unknown>([
    ["p", { type: "candidate-pair", bytesSent: 7, bytesReceived: 7 }],
    ["t", { type: "transport", bytesSent: 1, bytesReceived: 2 }],
  ]);
  deepEqual(trafficOf(report), { sentBytes: 1, receivedBytes: 2 });
  equal(trafficOf(new Map()), null);
  equal(trafficOf(new Map([["t", { type: "transport" }]])), null);
});

Deno.test("watchTraffic() tells of a stall and of its end, once each", async () => {
  const timers = new FakeTimers();
  const told: boolean[] = [];
  let traffic: Traffic | null = { sentBytes: 0, receivedBytes: 0 };
  const end = watchTraffic(timers, {
    read: () =>
      traffic === null
        ? Promise.reject(new DOMException("closed", "InvalidStateError"))
        : Promise.resolve(traffic),
    onChange: (isStalled) => told.push(isStalled),
  });
  const pass = async (seconds: number, receivedBytes: number) => {
    for (let i = 0; i < seconds; i++) {
      const { sentBytes }: Traffic = traffic!;
      traffic = { sentBytes: sentBytes + 10, receivedBytes };
      await timers.advance(1_000);
    }
  };
  await pass(10, 1);
  deepEqual(told, [true]);
  await pass(3, 2);
  deepEqual(told, [true, false]);
  traffic = null;
  await timers.advance(20_000);
  deepEqual(told, [true, false], "what cannot be read is not known");
  end();
  equal(timers.pending, 0);
});
