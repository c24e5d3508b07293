import { deepEqual, equal, ok } from "node:assert/strict";
import {
  CONNECT_TIMEOUT_MS,
  SILENCE_TIMEOUT_MS,
} from "@/lib/call/peer/connect_timeout.ts";
import type { LinkEvent } from "@/lib/call/peer/link_deps.ts";
import {
  COOL_DOWN_MS,
  DISCONNECTED_MS,
  GIVE_UP_MS,
} from "@/lib/call/peer/path_health.ts";
import { PeerLink, SETTLED_MS } from "@/lib/call/peer/peer_link.ts";
import { TRAFFIC_INTERVAL_MS } from "@/lib/call/peer/traffic.ts";
import { STALLED_MS } from "@/lib/webrtc_stats/traffic.ts";
import {
  type Funnel,
  reachStep,
  startFunnel,
} from "@/lib/call/report/funnel.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import {
  type FakeAnswers,
  fakeClient,
  FakeConnection,
  FakeStream,
  FakeTimers,
  settle,
} from "@/tests/lib/call/fakes.ts";
import { limitsOf, SAVING_LEVEL } from "@/lib/call/sending/levels.ts";
import { CPU_MS, OPENING_MS } from "@/lib/call/sending/sending_plan.ts";

const match = { pairId: "p1", role: "caller" } as const;

/** A link with everything faked. */
function setUp(
  { isSavingData = false, ...answers }: Partial<FakeAnswers> & {
    isSavingData?: boolean;
  } = {},
) {
  const timers = new FakeTimers();
  const client = fakeClient(answers);
  const connections: FakeConnection[] = [];
  const events: LinkEvent[] = [];
  const errors: unknown[] = [];
  const offers: string[] = [];
  const gens: number[] = [];
  let funnel: Funnel = startFunnel(0);
  const link = new PeerLink({
    client,
    timers,
    createConnection() {
      connections.push(new FakeConnection());
      return connections.at(-1)!.asConnection;
    },
    createStream: () => new FakeStream().asStream,
    isSavingData: () => isSavingData,
    funnel: () => funnel,
    onOffer: (sdp) => offers.push(sdp),
    onEvent: (event) => events.push(event),
    onError: (error) => errors.push(error),
    onStep: (step) => funnel = reachStep(funnel, step, timers.nowMs()),
    onGen: (gen) => gens.push(gen),
    onChannel() {},
    onPeerTrack() {},
    onRemoteStream() {},
  });
  return {
    link,
    timers,
    client,
    connections,
    events,
    errors,
    offers,
    gens,
  };
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

const callee = { pairId: "p1", role: "callee" } as const;
const unreachable = () =>
  Promise.reject(new SignalingError("test", { status: 0, code: "network" }));

/** A description of a connection with this certificate. */
const sdpOf = (fingerprint: string) =>
  `v=0\r\na=fingerprint:${fingerprint}\r\na=ice-ufrag:u${fingerprint}\r\n`;

/** A link in a call, and what was asked of the server since. */
async function live(
  role: "caller" | "callee" = "caller",
  answers: Partial<FakeAnswers> = {},
  sdp = sdpOf("AA"),
) {
  const it = setUp(answers);
  it.link.begin(role === "caller" ? match : callee, null);
  const type = role === "caller" ? "answer" : "offer";
  await settle();
  it.link.receive({ type, sdp, gen: 0 });
  await settle();
  it.connections[0]!.become("connected");
  it.client.calls.length = 0;
  const asked = () => it.client.calls.filter((call) => call !== "iceServers");
  return { ...it, connection: it.connections[0]!, asked };
}

Deno.test("PeerLink restarts a broken path as the caller", async () => {
  const { timers, connection, asked, gens } = await live();
  connection.become("disconnected");
  await timers.advance(DISCONNECTED_MS);
  deepEqual(asked(), ["tell reconnecting", "post offer p1 our-offer 1"]);
  equal(gens.at(-1), 1);
  connection.become("connected");
  await settle();
  equal(asked().at(-1), "tell connected");
});

Deno.test("PeerLink asks for a restart as the callee", async () => {
  const { timers, connection, asked } = await live("callee");
  connection.become("failed");
  await settle();
  deepEqual(asked(), ["tell reconnecting", "restart p1"]);
  await timers.advance(COOL_DOWN_MS);
  equal(asked().at(-1), "restart p1");
  equal(asked().length, 3);
});

Deno.test("PeerLink restarts when the callee asks, and when the network changed", async () => {
  for (const way of ["asked", "network"] as const) {
    const { link, asked, events } = await live();
    if (way === "asked") link.receive({ type: "restart" });
    else link.noteNetworkChange();
    await settle();
    deepEqual(asked(), ["post offer p1 our-offer 1"]);
    deepEqual(events, [{ type: "connected" }], "nobody has to see it");
  }
});

for (const role of ["caller", "callee"] as const) {
  Deno.test(`PeerLink restarts with credentials that last, as the ${role}`, async () => {
    let count = 0;
    let isServerThere = true;
    const { link, timers, connection } = await live(role, {
      iceServers() {
        if (!isServerThere) {
          throw new SignalingError("test", { status: 0, code: "network" });
        }
        const urls = "turn:relay.example";
        const iceServers = [{ urls, credential: `${++count}`, username: "u" }];
        return { iceServers, ttlSeconds: 600 };
      },
    });
    const restart = async (gen: number) => {
      if (role === "caller") link.receive({ type: "restart" });
      else link.receive({ type: "offer", sdp: sdpOf("AA"), gen });
      await settle();
    };
    const { log } = connection;
    await timers.advance(400_000);
    await restart(1);
    const { bundlePolicy, iceServers } = connection.configuration;
    equal(bundlePolicy, "max-bundle", "all else stays");
    ok(Number(iceServers?.[0]?.credential) > 1, "asked for again");
    const negotiation = role === "caller"
      ? "createOffer anew"
      : "setRemote offer";
    ok(log.lastIndexOf("setConfiguration") < log.lastIndexOf(negotiation));

    isServerThere = false;
    await timers.advance(400_000);
    const before = connection.configuration;
    await restart(2);
    equal(connection.configuration, before, "better old ones than none");
    ok(log.filter((each) => each === negotiation).length >= 2, "still tried");
  });
}

Deno.test("PeerLink takes an answered restart for its own", async () => {
  const { link, timers, connection, asked } = await live("callee");
  link.receive({ type: "offer", sdp: sdpOf("AA"), gen: 1 });
  await settle();
  connection.become("disconnected");
  await timers.advance(COOL_DOWN_MS - 1);
  deepEqual(asked(), ["post answer p1 our-answer 1", "tell reconnecting"]);
});

/** The same as Firefox writes it. */
const firefoxSdpOf = (fingerprint: string) =>
  sdpOf(fingerprint).replace(
    "v=0",
    "v=0\r\no=mozilla...THIS_IS_SDPARTA-99.0 1 0 IN IP4 0.0.0.0",
  );

Deno.test("PeerLink restarts with Firefox over another connection", async () => {
  const it = await live("caller", {}, firefoxSdpOf("AA"));
  const { link, connections, connection, events, asked, timers } = it;
  const sinceMs = timers.nowMs();
  link.noteNetworkChange();
  await settle();
  ok(connection.log.includes("close"));
  equal(link.connection, connections[1]!.asConnection);
  deepEqual(asked(), ["tell reconnecting", "post offer p1 our-offer 1"]);
  const trouble = { side: "us", sinceMs } as const;
  deepEqual(events.at(-1), { type: "trouble", trouble });
  link.receive({ type: "answer", sdp: firefoxSdpOf("BB"), gen: 1 });
  await settle();
  connections[1]!.become("connected");
  deepEqual(events.at(-1), { type: "trouble", trouble: null });
});

Deno.test("PeerLink restarts between two Firefoxes, and as callee, on the connection there is", async () => {
  for (const role of ["caller", "callee"] as const) {
    const { link, connection } = await live(role, {}, firefoxSdpOf("AA"));
    if (role === "caller") {
      const sdp = firefoxSdpOf("CC");
      connection.localDescription = { type: "offer", sdp };
    }
    link.noteNetworkChange();
    await settle();
    ok(!connection.log.includes("close"), role);
  }
});

Deno.test("PeerLink sends a restart again that did not get out", async () => {
  const { link, client, timers, connection, errors, asked } = await live();
  const { postDescription } = client;
  client.postDescription = unreachable;
  connection.become("failed");
  await settle();
  client.postDescription = postDescription;
  link.noteNetworkChange();
  await settle();
  ok(asked().includes("post offer p1 our-offer 2"));
  deepEqual(errors, []);
  await timers.advance(1_000);
});

Deno.test("PeerLink says whose fault it is that a call is lost", async () => {
  for (const isServerThere of [true, false]) {
    const { client, timers, connection, events } = await live();
    if (!isServerThere) client.matchmake = unreachable;
    connection.become("failed");
    await timers.advance(GIVE_UP_MS);
    const reason = isServerThere ? "peer-lost" : "connection-lost";
    deepEqual(events.at(-1), { type: "failed", reason });
  }
});

Deno.test("PeerLink tells what the other side says of itself", async () => {
  const { link, timers, events } = await live();
  const sinceMs = timers.nowMs();
  link.receive({ type: "peer-state", state: "reconnecting" });
  deepEqual(events.at(-1), {
    type: "trouble",
    trouble: { side: "peer", sinceMs },
  });
  link.receive({ type: "peer-state", state: "connected" });
  deepEqual(events.at(-1), { type: "trouble", trouble: null });
});

Deno.test("PeerLink restarts a call in which nothing comes back", async () => {
  const { timers, connection, asked } = await live();
  for (let second = 0; second <= STALLED_MS / 1_000 + 1; second++) {
    connection.traffic = { bytesSent: second, bytesReceived: 5 };
    await timers.advance(1_000);
  }
  ok(asked().includes("post offer p1 our-offer 1"));
});

Deno.test("PeerLink goes on after a reload as the caller", async () => {
  const { link, client, connections, events } = setUp();
  link.rejoin(match, 3);
  await settle();
  ok(client.calls.includes("post offer p1 our-offer 4"));
  link.receive({ type: "answer", sdp: sdpOf("AA"), gen: 4 });
  await settle();
  connections[0]!.become("connected");
  deepEqual(events, [{ type: "trouble", trouble: null }]);
});

Deno.test("PeerLink goes on after a reload as the callee", async () => {
  const { link, client } = setUp();
  link.rejoin(callee, 3);
  link.receive({ type: "offer", sdp: sdpOf("AA"), gen: 3 });
  await settle();
  ok(client.calls.includes("restart p1"));
  equal(client.calls.some((call) => call.startsWith("post answer")), false);
  link.receive({ type: "offer", sdp: sdpOf("AA"), gen: 4 });
  await settle();
  ok(client.calls.includes("post answer p1 our-answer 4"));
});

Deno.test("PeerLink survives that the server is away when it asks after a reload", async () => {
  const { link, client, timers, errors } = setUp();
  client.askRestart = unreachable;
  link.rejoin(callee, 0);
  await timers.advance(1_000);
  deepEqual(errors, []);
});

Deno.test("PeerLink meets a caller anew whose page was loaded anew", async () => {
  const { link, connections, connection, asked } = await live("callee");
  link.receive({
    type: "ice",
    candidates: [{ candidate: "early", usernameFragment: "uBB" }],
  });
  link.receive({ type: "offer", sdp: sdpOf("BB"), gen: 1 });
  await settle();
  ok(connection.log.includes("close"));
  equal(link.connection, connections[1]!.asConnection);
  deepEqual(connections[1]!.added, ["early"]);
  deepEqual(asked(), ["tell reconnecting", "post answer p1 our-answer 1"]);
});

Deno.test("PeerLink meets a callee anew whose page was loaded anew", async () => {
  const { link, connections, connection, asked } = await live();
  link.receive({ type: "restart" });
  await settle();
  link.receive({ type: "answer", sdp: sdpOf("BB"), gen: 1 });
  await settle();
  ok(connection.log.includes("close"));
  equal(link.connection, connections[1]!.asConnection);
  equal(asked().at(-1), "post offer p1 our-offer 2");
});

Deno.test("PeerLink leaves nothing of a broken call under way", async () => {
  const { link, timers, connection } = await live();
  connection.become("failed");
  link.end();
  await settle();
  equal(timers.pending, 0);
});
