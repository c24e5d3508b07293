import { deepEqual, equal, ok } from "node:assert/strict";
import { RTT_FRESH_MS } from "@/lib/webrtc_stats/round_trip.ts";
import { follow } from "./follow.ts";
import { chromium, type Reading } from "./reports.ts";

const tripOf = (...readings: Reading[]) => {
  const { rttMs, rttSource } = follow(chromium, readings).stats;
  return [rttMs, rttSource];
};
const rtcp = (
  totalRoundTripTime: number,
  roundTripTimeMeasurements: number,
) => ({
  totalRoundTripTime,
  roundTripTimeMeasurements,
});

Deno.test("[pitfall 8] the round trip is the mean of the interval", () => {
  deepEqual(
    tripOf(
      { second: 1, changed: { RI: rtcp(10, 100) } },
      { second: 2, changed: { RI: rtcp(10.6, 102) } },
    ),
    [300, "rtcp"],
  );
});

Deno.test("[pitfall 8] RTCP comes before STUN, and they never mix", () => {
  deepEqual(tripOf({ second: 1 }, { second: 2 }), [80, "rtcp"]);
  const without = { RI: null };
  deepEqual(
    tripOf({ second: 1, changed: without }, { second: 2, changed: without }),
    [2, "stun"],
  );
});

Deno.test("a measurement stands until there is a newer one, for a while", () => {
  const still = { RI: rtcp(10, 100) };
  const readings: Reading[] = [
    { second: 1, changed: { RI: rtcp(9.9, 99) } },
    { second: 2, changed: still },
  ];
  const lasts = 2 + RTT_FRESH_MS / 1_000;
  for (let second = 3; second <= lasts; second++) {
    readings.push({ second, changed: still });
  }
  deepEqual(tripOf(...readings), [100, "rtcp"]);
  readings.push({ second: lasts + 1, changed: still });
  deepEqual(tripOf(...readings), [2, "stun"], "then STUN's is newer");
});

Deno.test("[pitfall 6] where nothing is measured, nothing is known", () => {
  const changed = {
    RI: rtcp(0, 0),
    CPhost: {
      currentRoundTripTime: undefined,
      totalRoundTripTime: undefined,
    },
  };
  const { stats } = follow(
    chromium,
    [1, 2, 3].map((second) => ({ second, changed })),
  );
  ok(!("rttMs" in stats));
});

Deno.test("a browser that does not add up tells its newest", () => {
  const changed = {
    RI: {
      totalRoundTripTime: undefined,
      roundTripTimeMeasurements: undefined,
      roundTripTime: 0.25,
    },
  };
  equal(
    tripOf({ second: 1, changed }, { second: 2, changed })[0],
    250,
  );
});

Deno.test("STUN's last check, read again, is no new measurement", () => {
  const changed = {
    RI: null,
    CPhost: {
      currentRoundTripTime: 0.07,
      totalRoundTripTime: undefined,
      responsesReceived: undefined,
    },
  };
  const until = (last: number) =>
    tripOf(
      ...Array.from({ length: last }, (_, i) => ({ second: i + 1, changed })),
    );
  const lasts = 1 + RTT_FRESH_MS / 1_000;
  deepEqual(until(lasts), [70, "stun"]);
  deepEqual(until(lasts + 1), [undefined, undefined]);
});
