import { deepEqual, equal } from "node:assert/strict";
import { CONNECT_TIMEOUT_MS } from "@/lib/call/peer/connect_timeout.ts";
import {
  type LinkEvent,
  PeerLink,
  SETTLED_MS,
} from "@/lib/call/peer/peer_link.ts";
import {
  type Funnel,
  reachStep,
  startFunnel,
} from "@/lib/call/report/funnel.ts";
import {
  fakeClient,
  FakeConnection,
  FakeStream,
  FakeTimers,
  settle,
} from "@/tests/lib/call/fakes.ts";

const match = { pairId: "p1", role: "caller" } as const;

/** A link with everything faked. */
function setUp() {
  const timers = new FakeTimers();
  const client = fakeClient();
  const connections: FakeConnection[] = [];
  const events: LinkEvent[] = [];
  const errors: unknown[] = [];
  const offers: string[] = [];
  let funnel: Funnel = startFunnel(0);
  const link = new PeerLink({
    client,
    timers,
    createConnection() {
      connections.push(new FakeConnection());
      return connections.at(-1)!.asConnection;
    },
    createStream: () => new FakeStream().asStream,
    funnel: () => funnel,
    onOffer: (sdp) => offers.push(sdp),
    onEvent: (event) => events.push(event),
    onError: (error) => errors.push(error),
    onStep: (step) => funnel = reachStep(funnel, step, timers.nowMs()),
    onRemoteStream() {},
  });
  return { link, timers, client, connections, events, errors, offers };
}

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

Deno.test("PeerLink sends whole pictures once the call has settled", async () => {
  const { link, timers, connections } = setUp();
  link.begin(match, null);
  await settle();
  connections[0]!.become("connected");
  const divisor = () =>
    connections[0]!.getTransceivers()[1]!.sender.encodings[0]!
      .scaleResolutionDownBy;
  await timers.advance(SETTLED_MS - 1);
  equal(divisor(), 2);
  await timers.advance(1);
  equal(divisor(), 1);
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
