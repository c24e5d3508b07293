import { deepEqual } from "node:assert/strict";
import { readSending } from "@/lib/call/sending/sending_reading.ts";

const report = (...entries: [string, object][]) =>
  new Map<string, unknown>(entries);

const VIDEO: [string, object] = ["v", {
  type: "outbound-rtp",
  kind: "video",
  qualityLimitationReason: "bandwidth",
}];

Deno.test("readSending() reads the encoder, and the selected pair alone", () => {
  const pair = (bps: number) => ({
    type: "candidate-pair",
    availableOutgoingBitrate: bps,
  });
  deepEqual(
    readSending(report(
      ["p1", pair(9_000_000)],
      ["p2", pair(500_000)],
      ["t", { type: "transport", selectedCandidatePairId: "p2" }],
      VIDEO,
      ["a", { type: "outbound-rtp", kind: "audio" }],
    )),
    { limit: "bandwidth", availableBps: 500_000 },
  );
});

Deno.test("readSending() knows nothing where a browser says nothing", () => {
  deepEqual(readSending(report()), { limit: null, availableBps: null });
  deepEqual(
    readSending(report(
      ["t", { type: "transport", selectedCandidatePairId: "gone" }],
      ["v", { ...VIDEO[1], qualityLimitationReason: "other" }],
    )),
    { limit: null, availableBps: null },
  );
});
