import { deepEqual, equal } from "node:assert/strict";

import { leg, OFFERED } from "./fake_leg.ts";

/** A description of a connection with this certificate and ICE generation. */
const sdpOf = (fingerprint: string, ufrag: string) =>
  `v=0\r\na=fingerprint:sha-256 ${fingerprint}\r\na=ice-ufrag:${ufrag}\r\n`;

Deno.test("the caller's restart is a new generation over new addresses", async () => {
  const { peer, connection, events } = leg();
  await peer.begin("caller");
  await peer.receiveDescription("answer", { sdp: sdpOf("AA", "u1"), gen: 0 });
  await peer.restart();
  equal(peer.gen, 1);
  deepEqual(connection.log.slice(-2), ["createOffer anew", "setLocal offer"]);
  equal(events.at(-1), "offer our-offer 1");
  peer.receiveCandidates([{ candidate: "c2", usernameFragment: "u2" }]);
  deepEqual(connection.added, [], "they wait for their answer");
  await peer.receiveDescription("answer", { sdp: sdpOf("AA", "u0"), gen: 0 });
  equal(connection.signalingState, "have-local-offer", "an old answer");
  await peer.receiveDescription("answer", { sdp: sdpOf("AA", "u2"), gen: 1 });
  equal(connection.signalingState, "stable");
  deepEqual(connection.added, ["c2"]);
});

Deno.test("the callee answers a restart with what it has", async () => {
  const { peer, connection, events } = leg();
  await peer.begin("callee");
  await peer.receiveDescription("offer", { sdp: sdpOf("AA", "u1"), gen: 0 });
  await peer.receiveDescription("offer", { sdp: sdpOf("AA", "u2"), gen: 2 });
  deepEqual(
    events.filter((event) => event.startsWith("answer")),
    ["answer our-answer 0", "answer our-answer 2"],
  );
  equal(connection.getTransceivers().length, 2);
});

for (const type of ["offer", "answer"] as const) {
  Deno.test(`an ${type} of another connection is for another leg`, async () => {
    const { peer, connection, events } = leg();
    await peer.begin(type === "offer" ? "callee" : "caller");
    await peer.receiveDescription(type, { sdp: sdpOf("AA", "u1"), gen: 0 });
    if (type === "answer") await peer.restart();
    peer.receiveCandidates([{ candidate: "c", usernameFragment: "u9" }]);
    const before = connection.log.length;
    await peer.receiveDescription(type, { sdp: sdpOf("BB", "u9"), gen: 1 });
    equal(events.at(-1), `replaced by ${type} 1, 1 held`);
    equal(connection.log.length, before);
  });
}

Deno.test("a leg goes on after the negotiations of another one", async () => {
  const caller = leg();
  await caller.peer.begin("caller", { afterGen: 4 });
  deepEqual(caller.events, [], "it offers when it is told to");
  await caller.peer.restart();
  equal(caller.events.at(-1), "offer our-offer 5");
  deepEqual(caller.connection.log, OFFERED);
  const callee = leg();
  await callee.peer.begin("callee", { afterGen: 4 });
  await callee.peer.receiveDescription("offer", { sdp: "old", gen: 4 });
  deepEqual(callee.events, []);
  await callee.peer.receiveDescription("offer", { sdp: "new", gen: 5 });
  equal(callee.events.at(-1), "answer our-answer 5");
});

Deno.test("the end of candidates names its generation", async () => {
  const { peer, connection, found } = leg();
  await peer.begin("callee");
  connection.localDescription = { type: "answer", sdp: sdpOf("AA", "u7") };
  connection.find(null);
  deepEqual(found, [{
    candidate: "",
    sdpMid: "0",
    sdpMLineIndex: 0,
    usernameFragment: "u7",
  }]);
});
