import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  type Flow,
  isStalled,
  NO_FLOW,
  noteTraffic,
  STALLED_MS,
  trafficOf,
} from "@/lib/webrtc_stats/traffic.ts";

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

Deno.test("trafficOf() reads the transport before anything else", () => {
  const pair = {
    id: "p",
    type: "candidate-pair",
    selected: true,
    bytesSent: 7,
    bytesReceived: 8,
  };
  const transport = { type: "transport", bytesSent: 1, bytesReceived: 2 };
  deepEqual(trafficOf([pair, transport]), { sentBytes: 1, receivedBytes: 2 });
  deepEqual(trafficOf([pair]), { sentBytes: 7, receivedBytes: 8 });
  equal(trafficOf([]), null);
  equal(trafficOf([{ type: "transport" }]), null);
});
