import { equal } from "node:assert/strict";
import { freshnessText } from "@/components/admin/Freshness.tsx";

Deno.test("freshnessText() says how old the figures are once they are old", () => {
  equal(freshnessText({ liveness: "live", ageMs: 3_000 }), "Live");
  equal(
    freshnessText({ liveness: "live", ageMs: 14_000 }),
    "Live, last update 14 sec ago",
  );
});

Deno.test("freshnessText() always says it where no news comes", () => {
  equal(
    freshnessText({ liveness: "reconnecting", ageMs: 2_000 }),
    "Reconnecting, last update 2 sec ago",
  );
  equal(
    freshnessText({ liveness: "stale", ageMs: 125_000 }),
    "No news, last update 2 min ago",
  );
  equal(
    freshnessText({ liveness: "connecting", ageMs: null }),
    "Connecting",
  );
});
