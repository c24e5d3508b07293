import { deepEqual, equal, ok } from "node:assert/strict";
import {
  COOL_DOWN_MS,
  DISCONNECTED_MS,
  GIVE_UP_MS,
} from "@/lib/call/peer/path_health.ts";
import { STALLED_MS } from "@/lib/webrtc_stats/traffic.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import { settle } from "@/tests/lib/call/fakes.ts";
import {
  callee,
  firefoxSdpOf,
  live,
  match,
  sdpOf,
  setUp,
  unreachable,
} from "./links.ts";

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
