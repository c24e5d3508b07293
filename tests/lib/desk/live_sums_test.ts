import { deepEqual } from "node:assert/strict";
import { countByQuality, partAlerts } from "@/lib/desk/live_sums.ts";
import { aCall, aMember, anAlert } from "./live_calls.ts";

Deno.test("countByQuality() counts each call once, by its worst member", () => {
  const counts = countByQuality([
    aCall("p1", [aMember({ quality: "good" }), aMember({ quality: "poor" })]),
    aCall("p2", [aMember({ quality: "good" }), aMember()]),
    aCall("p3", [aMember()]),
  ]);
  deepEqual(counts, { excellent: 0, good: 1, fair: 0, poor: 1, unknown: 1 });
});

Deno.test("partAlerts() keeps the troubles of single calls from the site's", () => {
  const alerts = [
    anAlert("x", { kind: "http-latency" }),
    anAlert("y", { kind: "call-loss", subject: "p1" }),
    anAlert("z", { kind: "rtc-ice", severity: "critical" }),
  ];
  const { ofSite, ofCallsCount } = partAlerts(alerts);
  deepEqual([ofSite.map(({ id }) => id), ofCallsCount], [["z", "x"], 1]);
});
