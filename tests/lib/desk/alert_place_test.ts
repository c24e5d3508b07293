import { equal } from "node:assert/strict";
import { placeOfAlert } from "@/lib/desk/alert_place.ts";

Deno.test("placeOfAlert() leads to the call, to the route, or nowhere", () => {
  equal(
    placeOfAlert({ kind: "call-loss", subject: "0mwr5ld9j_x" }),
    "/admin/calls/0mwr5ld9j_x",
  );
  equal(
    placeOfAlert({ kind: "http-latency", subject: "POST /api/rtc/ice" }),
    "/admin/http/route?method=POST&route=%2Fapi%2Frtc%2Fice",
  );
  equal(placeOfAlert({ kind: "bandwidth", subject: "all" }), null);
});
