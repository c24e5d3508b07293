import { deepEqual, equal, ok } from "node:assert/strict";
import { searchPauseMs } from "@/lib/call/machine.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import { settle } from "./fakes.ts";
import { visit } from "./visit.ts";
import { live, waiting } from "./stages.ts";

/** A visit that asks a server which is away. */
async function outage([status, code]: readonly [number, string]) {
  const server = { isAway: true };
  const v = visit({
    enqueue() {
      if (server.isAway) throw new SignalingError("enqueue", { status, code });
    },
  });
  v.session.start();
  await settle();
  const asked = () =>
    v.client.calls.filter((call) => call.startsWith("enqueue")).length;
  return { v, server, asked };
}

const OUTAGES = [[0, "network"], [429, "slow-down"], [
  500,
  "internal",
]] as const;
for (const failure of OUTAGES) {
  Deno.test(`a search goes on by itself after an outage (${failure})`, async () => {
    const { v, server, asked } = await outage(failure);
    deepEqual(v.state, { name: "waiting", isOffline: true });
    equal(v.expected.kind, "nothing");
    await v.timers.advance(60_000);
    ok(asked() > 4 && asked() < 20, `${asked()} requests a minute`);
    server.isAway = false;
    await v.timers.advance(10_000);
    deepEqual(v.state, { name: "waiting", isOffline: false });
    equal(v.expected.kind, "match");
  });
}

Deno.test("a search asks at once when the device has a network again", async () => {
  const { v, server, asked } = await outage([0, "network"]);
  server.isAway = false;
  const before = asked();
  v.session.noteNetworkChange();
  await settle();
  equal(asked(), before + 1);
  deepEqual(v.state, { name: "waiting", isOffline: false });
  v.session.noteNetworkChange();
  await settle();
  equal(asked(), before + 1, "one that waits keeps its place");
});

Deno.test("a search that was given up in an outage asks no more", async () => {
  const { v, asked } = await outage([0, "network"]);
  v.session.stop();
  await settle();
  equal(v.timers.pending, 0);
  const before = asked();
  await v.timers.advance(60_000);
  equal(asked(), before);
});

Deno.test("a page that is loaded anew leaves its call to the next one", async () => {
  const v = await live("callee");
  await v.emit({ type: "offer", sdp: "o", gen: 2 });
  v.reload();
  v.session.depart();
  await settle();
  const leftAtMs = v.timers.nowMs();
  const match = { pairId: "p1", role: "callee" };
  deepEqual(v.left, [{ match, gen: 2, leftAtMs }]);
  equal(v.client.calls.at(-1), "reload p1");
  ok(!v.client.calls.includes("leave") && !v.client.calls.includes("beacon"));
  ok(v.streams[0]!.video.isStopped);
  equal(v.timers.pending, 0);
});

Deno.test("a search that is loaded anew is over", async () => {
  const v = await waiting();
  v.reload();
  v.session.depart();
  deepEqual(v.left, []);
  ok(v.client.calls.includes("beacon"));
});

for (const role of ["caller", "callee"] as const) {
  Deno.test(`a call is taken up again after a reload (${role})`, async () => {
    const v = visit();
    const leftAtMs = v.timers.nowMs();
    v.session.rejoin({ match: { pairId: "p1", role }, gen: 2, leftAtMs });
    await settle();
    equal(v.state.name, "live");
    ok(v.isOpen);
    ok(v.session.view.localStream);
    deepEqual(v.expected, { kind: "call", pairId: "p1", role });
    ok(!v.client.calls.some((call) => call.startsWith("enqueue")));
    if (role === "callee") {
      ok(v.client.calls.includes("restart p1"));
      await v.emit({ type: "offer", sdp: "o", gen: 3 });
      equal(v.client.calls.at(-1), "post answer p1 our-answer 3");
    } else {
      ok(v.client.calls.includes("post offer p1 our-offer 3"));
      await v.emit({ type: "answer", sdp: "a", gen: 3 });
    }
    const [, video] = v.connection.getTransceivers();
    equal(video!.sender.track, v.streams[0]!.video, "the camera came later");
    equal(v.session.view.gen, 3);
    v.connection.become("connected");
    deepEqual(v.state, {
      name: "live",
      match: { pairId: "p1", role },
      trouble: null,
    });
  });
}

Deno.test("a call that ended during the reload leads to a new search", async () => {
  const v = visit();
  const match = { pairId: "p1", role: "caller" } as const;
  v.client.postDescription = () =>
    Promise.reject(
      new SignalingError("test", { status: 403, code: "forbidden" }),
    );
  v.session.rejoin({ match, gen: 0, leftAtMs: v.timers.nowMs() });
  await settle();
  equal(v.state.name, "peer-left");
  await v.timers.advance(searchPauseMs(v.state)!);
  equal(v.state.name, "waiting");
});
