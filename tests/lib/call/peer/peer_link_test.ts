import { deepEqual, equal } from "node:assert/strict";
import { TRAFFIC_INTERVAL_MS } from "@/lib/call/peer/traffic.ts";
import {
  CONNECT_TIMEOUT_MS,
  SILENCE_TIMEOUT_MS,
} from "@/lib/call/peer/connect_timeout.ts";
import { SETTLED_MS } from "@/lib/call/peer/peer_link.ts";
import { limitsOf, SAVING_LEVEL } from "@/lib/call/sending/levels.ts";
import { CPU_MS, OPENING_MS } from "@/lib/call/sending/sending_plan.ts";
import { FakeStream } from "@/tests/lib/call/fake_media.ts";
import { settle } from "@/tests/lib/call/fakes.ts";
import { callee, match, sdpOf, setUp } from "./links.ts";

Deno.test("PeerLink.begin() offers as the caller", async () => {
  const { link, client, connections } = setUp();
  link.begin(match, null);
  await settle();
  deepEqual(client.calls, ["iceServers", "post offer p1 our-offer 0"]);
  equal(link.connection, connections[0]!.asConnection);
});

Deno.test("PeerLink tells when a call did not come about, and why", async () => {
  const { link, timers, events } = setUp();
  link.begin(match, null);
  await timers.advance(CONNECT_TIMEOUT_MS);
  deepEqual(events, [{ type: "failed", reason: "no-answer" }]);
});

Deno.test("PeerLink gives a partner up who sleeps since they made their offer", async () => {
  for (const isAwake of [false, true]) {
    const { link, timers, events } = setUp();
    link.begin(callee, null);
    const sdp = `${sdpOf("AA")}a=candidate:1\r\n`;
    link.receive({ type: "offer", sdp, gen: 0 });
    await settle();
    if (isAwake) link.receive({ type: "ice", candidates: [{ candidate: "" }] });
    await timers.advance(SILENCE_TIMEOUT_MS);
    const silent = { type: "failed", reason: "no-candidates" } as const;
    deepEqual(events, isAwake ? [] : [silent]);
    await timers.advance(CONNECT_TIMEOUT_MS);
    const reason = isAwake ? "ice-failed" : "no-candidates";
    deepEqual(events, [{ type: "failed", reason }]);
  }
});

Deno.test("PeerLink blames the relay that turned a hidden visitor away", async () => {
  const { link, timers, connections, events } = setUp();
  link.begin(callee, null);
  link.receive({ type: "offer", sdp: sdpOf("AA"), gen: 0 });
  await settle();
  connections[0]!.configuration = { iceTransportPolicy: "relay" };
  connections[0]!.refuse(401);
  await timers.advance(CONNECT_TIMEOUT_MS);
  deepEqual(events, [{ type: "failed", reason: "relay-refused" }]);
});

Deno.test("PeerLink waits for no connection once there is one", async () => {
  const { link, timers, connections, events } = setUp();
  link.begin(match, null);
  await settle();
  connections[0]!.become("connected");
  await timers.advance(2 * CONNECT_TIMEOUT_MS);
  deepEqual(events, [{ type: "connected" }]);
});

Deno.test("PeerLink makes the next call ready a while into this one", async () => {
  const { link, timers, connections, offers } = setUp();
  link.begin(match, null);
  await settle();
  connections[0]!.become("connected");
  await timers.advance(SETTLED_MS - 1);
  equal(connections.length, 1);
  connections[0]!.become("connected");
  await timers.advance(SETTLED_MS);
  equal(connections.length, 3);
  connections[2]!.gather("complete");
  await settle();
  deepEqual(offers, ["our-offer"]);
  equal(link.offer, "our-offer");
});

Deno.test("PeerLink sends small pictures until it knows that the network takes more", async () => {
  const { link, timers, connections } = setUp();
  link.begin(match, null);
  await settle();
  const [connection] = connections;
  connection!.become("connected");
  const encodings = () => connection!.getTransceivers()[1]!.sender.encodings;
  connection!.availableBps = 300_000;
  await timers.advance(TRAFFIC_INTERVAL_MS);
  deepEqual(encodings(), [{ scaleResolutionDownBy: 3 }]);
  connection!.availableBps = 1_000_000;
  await timers.advance(TRAFFIC_INTERVAL_MS);
  deepEqual(encodings(), [limitsOf(1, {})]);
});

Deno.test("PeerLink tries whole pictures where a browser knows nothing of the network", async () => {
  const { link, timers, connections } = setUp();
  link.begin(match, null);
  await settle();
  connections[0]!.become("connected");
  const divisor = () =>
    connections[0]!.getTransceivers()[1]!.sender.encodings[0]!
      .scaleResolutionDownBy;
  await timers.advance(OPENING_MS - 1);
  equal(divisor(), 3);
  await timers.advance(1);
  equal(divisor(), 1);
});

Deno.test("PeerLink sends as the encoder and the network allow", async () => {
  const { link, timers, connections } = setUp();
  const stream = new FakeStream();
  stream.video.settings = { width: 1280, height: 720 };
  link.attach(stream.asStream);
  link.begin(match, null);
  await settle();
  const [connection] = connections;
  const encoding = () => connection!.getTransceivers()[1]!.sender.encodings[0]!;
  connection!.become("connected");
  await timers.advance(OPENING_MS);
  equal(encoding().scaleResolutionDownBy, 1);
  connection!.sending = { qualityLimitationReason: "cpu" };
  await timers.advance(CPU_MS + 1_000);
  equal(encoding().scaleResolutionDownBy, 1.5);
  equal(
    connection!.getTransceivers()[1]!.sender.degradation,
    "maintain-framerate",
  );
});

Deno.test("PeerLink sends little for one who saves data", async () => {
  const { link, timers, connections } = setUp({ isSavingData: true });
  link.begin(match, null);
  await settle();
  connections[0]!.become("connected");
  await timers.advance(SETTLED_MS);
  deepEqual(connections[0]!.getTransceivers()[1]!.sender.encodings, [
    limitsOf(SAVING_LEVEL, {}),
  ]);
});

Deno.test("PeerLink makes nothing ready for a call that ended early", async () => {
  const { link, timers, connections } = setUp();
  link.begin(match, null);
  await settle();
  connections[0]!.become("connected");
  link.end();
  equal(timers.pending, 0);
});

Deno.test("PeerLink tells of what the server refused", async () => {
  const { link, client, errors } = setUp();
  client.postDescription = () => Promise.reject(new Error("no"));
  link.begin(match, null);
  await settle();
  equal(errors.length, 1);
});

Deno.test("PeerLink.end() leaves nothing under way and nothing to tell", async () => {
  const { link, client, timers, connections, events, errors } = setUp();
  const post = Promise.withResolvers<void>();
  let signal: AbortSignal | undefined;
  client.postDescription = (_kind, _body, options) => {
    signal = options?.signal;
    return post.promise;
  };
  link.begin(match, null);
  await settle();
  connections[0]!.find("c1");
  link.end();
  post.reject(new Error("too late"));
  connections[0]!.become("failed");
  link.receive({ type: "answer", sdp: "a", gen: 0 });
  await timers.advance(2 * CONNECT_TIMEOUT_MS);
  equal(signal?.aborted, true);
  equal(link.connection, null);
  deepEqual(errors, []);
  deepEqual(events, []);
  deepEqual(client.calls, ["iceServers"], "the candidate is not posted");
  equal(connections[0]!.connectionState, "closed");
  equal(timers.pending, 0);
});
