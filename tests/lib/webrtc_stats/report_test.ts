import { deepEqual, equal } from "node:assert/strict";
import { takenAtMs, toPlainReport } from "@/lib/webrtc_stats/report.ts";
import { BEGAN_MS, chromium } from "./reports.ts";

Deno.test("toPlainReport() keeps what is read, and nobody's address", () => {
  const plain = toPlainReport(chromium({ second: 1 }));
  const text = JSON.stringify(plain);
  for (const word of ["192.0.2.1", "turn.example", "codec", "media-playout"]) {
    equal(text.includes(word), false, word);
  }
  deepEqual(plain.find(({ id }) => id === "Ihost"), {
    id: "Ihost",
    type: "local-candidate",
    timestamp: BEGAN_MS + 1_000,
    candidateType: "host",
  });
});

Deno.test("toPlainReport() drops what has another type than the W3C's", () => {
  const odd = {
    type: "inbound-rtp",
    timestamp: 5,
    bytesReceived: "7",
    jitter: NaN,
    kind: 3,
    mediaType: "video",
  };
  const report = new Map<string, unknown>([
    ["a", odd],
    ["b", { type: "inbound-rtp" }],
  ]);
  deepEqual(toPlainReport(report), [
    { id: "a", type: "inbound-rtp", timestamp: 5, kind: "video" },
  ]);
});

Deno.test("takenAtMs() goes by our own clock, not the other side's", () => {
  const late = { timestamp: BEGAN_MS + 99_000 };
  const report = chromium({ second: 1, changed: { RI: late } });
  equal(takenAtMs(toPlainReport(report)), BEGAN_MS + 1_000);
  equal(takenAtMs([]), undefined);
});
