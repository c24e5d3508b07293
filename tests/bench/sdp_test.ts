import { deepEqual, equal } from "node:assert/strict";
import { INNER_SDP_END, SDP, SDP_END, withoutSdp } from "./sdp.ts";

Deno.test("withoutSdp() takes the description out wherever it is", () => {
  const offer = JSON.stringify({ pairId: "p", offer: { sdp: SDP, gen: 0 } });
  deepEqual(JSON.parse(withoutSdp(offer)!), {
    pairId: "p",
    offer: { sdp: null, gen: 0 },
  });
});

Deno.test("withoutSdp() notices one that was changed, cut or lost", () => {
  const changed = [
    SDP.replace("description", "Description"),
    SDP.slice(0, -1),
    `${SDP} `,
    ` ${SDP}`,
    "",
  ];
  for (const sdp of changed) equal(withoutSdp(JSON.stringify({ sdp })), null);
  equal(withoutSdp("{}"), null);
});

Deno.test("SDP_END and INNER_SDP_END end what JSON.stringify makes", () => {
  const text = (end: Uint8Array) => new TextDecoder().decode(end);
  equal(`{"sdp":${text(SDP_END)}`, JSON.stringify({ sdp: SDP }));
  const offer = { offer: { sdp: SDP } };
  equal(`{"offer":{"sdp":${text(INNER_SDP_END)}`, JSON.stringify(offer));
});
