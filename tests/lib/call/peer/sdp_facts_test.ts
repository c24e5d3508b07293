import { equal } from "node:assert/strict";
import {
  areOfDifferentConnections,
  ufragOf,
} from "@/lib/call/peer/sdp_facts.ts";

const sdpOf = (...fingerprints: string[]) =>
  ["v=0", ...fingerprints.map((one) => `a=fingerprint:sha-256 ${one}`)]
    .join("\r\n");

const cases = [
  { one: ["AA"], other: ["AA"], are: false, why: "the same certificate" },
  { one: ["AA"], other: ["BB"], are: true, why: "another certificate" },
  { one: ["AA", "BB"], other: ["BB"], are: false, why: "one in common" },
  { one: [], other: ["AA"], are: false, why: "none in the first" },
  { one: ["AA"], other: [], are: false, why: "none in the second" },
  { one: [], other: [], are: false, why: "none at all" },
];
for (const { one, other, are, why } of cases) {
  Deno.test(`areOfDifferentConnections() is ${are} by ${why}`, () => {
    equal(areOfDifferentConnections(sdpOf(...one), sdpOf(...other)), are);
  });
}

Deno.test("ufragOf() reads the field, else the line, else nothing", () => {
  const candidate = "candidate:1 1 udp 1 192.0.2.1 5 typ host ufrag line";
  equal(ufragOf({ candidate, usernameFragment: "field" }), "field");
  equal(ufragOf({ candidate }), "line");
  equal(ufragOf({ candidate: "" }), null);
});
