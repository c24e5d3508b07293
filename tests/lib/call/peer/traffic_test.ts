import { deepEqual, equal } from "node:assert/strict";
import { watchTraffic } from "@/lib/call/peer/traffic.ts";
import type { Traffic } from "@/lib/webrtc_stats/traffic.ts";
import { FakeTimers } from "../fakes.ts";

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
