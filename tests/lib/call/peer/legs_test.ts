import { deepEqual, equal, notEqual, rejects } from "node:assert/strict";
import { LEG_LIFE_MS, Legs, type LegsOptions } from "@/lib/call/peer/legs.ts";
import type { LegEvents } from "@/lib/call/peer/leg_events.ts";
import { FakeConnection } from "@/tests/lib/call/fake_connection.ts";
import { FakeStream } from "@/tests/lib/call/fake_media.ts";
import { FakeTimers, settle } from "@/tests/lib/call/fakes.ts";

const events: LegEvents = {
  onDescription() {},
  onCandidate() {},
  onChannel() {},
  onPeerTrack() {},
  onRemoteStream() {},
  onStatus() {},
  onStep() {},
  onPeerReplaced() {},
};

function legs(options: Partial<LegsOptions> = {}) {
  const made: FakeConnection[] = [];
  const offers: string[] = [];
  const timers = new FakeTimers();
  const all = new Legs({
    getIceServers: () => Promise.resolve([]),
    createConnection() {
      const connection = new FakeConnection();
      connection.offerSdp = `offer-${made.length}`;
      made.push(connection);
      return connection.asConnection;
    },
    createStream: () => new FakeStream().asStream,
    timers,
    events,
    onOffer: (sdp) => offers.push(sdp),
    ...options,
  });
  return { all, made, offers, timers };
}

/** Legs of which one has its offer complete: connection 0 answers, 1 offers. */
async function prepared() {
  const it = legs();
  it.all.prepare();
  await settle();
  it.made[1]!.gather("complete");
  await settle();
  return it;
}

const isClosed = ({ log }: FakeConnection) => log.includes("close");
const running = new AbortController().signal;

Deno.test("Legs.prepare() makes one leg that answers and one that offers, once", async () => {
  const { all, made, offers } = legs();
  all.prepare();
  all.prepare();
  await settle();
  equal(made.length, 2);
  equal(all.leg, null);
  equal(all.offer, null);
  made[1]!.gather("complete");
  await settle();
  deepEqual(offers, ["offer-1"]);
  equal(all.offer, "offer-1");
});

Deno.test("Legs.begin() takes the leg whose offer waited, as the caller", async () => {
  const { all, made } = await prepared();
  equal(all.begin("caller", "offer-1"), true);
  await settle();
  equal(all.leg?.connection, made[1]!.asConnection);
  equal(all.offer, null);
});

Deno.test("Legs.begin() tells that an offer is ready and did not wait", async () => {
  const { all, made } = await prepared();
  equal(all.begin("caller", null), false);
  await settle();
  equal(all.leg?.connection, made[1]!.asConnection);
});

Deno.test("Legs.begin() takes the leg that answers as the callee, or without an offer", async () => {
  for (const role of ["callee", "caller"] as const) {
    const { all, made } = legs();
    all.prepare();
    await settle();
    equal(all.begin(role, null), false);
    await settle();
    equal(all.leg?.connection, made[0]!.asConnection);
  }
});

Deno.test("Legs.begin() makes one where none was ready", async () => {
  const { all, made } = legs();
  all.begin("callee", null);
  await all.run(
    (leg) => equal(leg.connection, made[0]!.asConnection),
    running,
  );
  equal(all.leg?.connection, made[0]!.asConnection);
});

Deno.test("Legs are made anew in time; a waiting offer's leg stays", async () => {
  const { all, made, offers, timers } = await prepared();
  await timers.advance(LEG_LIFE_MS - 1);
  equal(made.length, 2);
  await timers.advance(1);
  deepEqual(made.map(isClosed), [true, false, false, false]);
  equal(all.offer, null);
  equal(all.begin("caller", "offer-1"), true);
  await settle();
  equal(all.leg?.connection, made[1]!.asConnection);
  made[3]!.gather("complete");
  await settle();
  deepEqual(offers, ["offer-1", "offer-3"]);
});

Deno.test("Legs close an old offer's leg when the next one is old too", async () => {
  const { all, made, timers } = await prepared();
  await timers.advance(LEG_LIFE_MS);
  await timers.advance(LEG_LIFE_MS);
  equal(isClosed(made[1]!), true);
  notEqual(all.begin("caller", "offer-1"), true);
});

Deno.test("Legs.attach() gives the running call another device, too", async () => {
  const { all, made } = await prepared();
  const stream = new FakeStream();
  all.attach(stream.asStream);
  all.begin("caller", "offer-1");
  await settle();
  const other = new FakeStream();
  stream.removeTrack(stream.video);
  stream.addTrack(other.video);
  all.attach(stream.asStream);
  await settle();
  const sent = made[1]!.getTransceivers().map(({ sender }) => sender.track);
  equal(sent.includes(other.video), true);
});

Deno.test("Legs.attach() gives all next legs what they send", async () => {
  const { all, made, timers } = await prepared();
  all.attach(new FakeStream().asStream);
  await settle();
  deepEqual(made[1]!.log.slice(-2), ["send audio", "send video"]);
  await timers.advance(LEG_LIFE_MS);
  equal(made[3]!.log.includes("send video"), true);
});

Deno.test("Legs.end() closes the leg of the call and keeps the next ones", async () => {
  const { all, made } = legs();
  all.begin("callee", null);
  all.prepare();
  await settle();
  all.end();
  await settle();
  equal(all.leg, null);
  deepEqual(made.map(isClosed), [true, false, false]);
});

Deno.test("Legs.release() closes what was made ahead, and nothing comes later", async () => {
  const { all, made, offers, timers } = await prepared();
  await timers.advance(LEG_LIFE_MS);
  all.release();
  await settle();
  equal(made.every(isClosed), true);
  equal(timers.pending, 0);
  deepEqual(offers, ["offer-1"]);
});

Deno.test("Legs.run() does nothing once the call is over", async () => {
  const { all } = legs();
  const over = new AbortController();
  all.begin("callee", null);
  const done = all.run(() => {
    throw new Error("done all the same");
  }, over.signal);
  over.abort();
  await done;
});

Deno.test("Legs.run() tells that a leg could not be made, and only it does", async () => {
  const { all } = legs({
    createConnection() {
      throw new TypeError("no WebRTC here");
    },
  });
  all.prepare();
  all.begin("callee", null);
  await rejects(all.run(() => {}, running), /no WebRTC here/);
  all.end();
  all.release();
  await settle();
});

Deno.test("Legs.setPolicy() closes what would show an address, but not the running call", async () => {
  const policies: string[] = [];
  const made: FakeConnection[] = [];
  const { all } = legs({
    createConnection(_servers, policy) {
      policies.push(policy);
      made.push(new FakeConnection());
      return made.at(-1)!.asConnection;
    },
  });
  all.setPolicy("all");
  all.begin("callee", null);
  all.prepare();
  await settle();
  all.setPolicy("relay");
  await settle();
  deepEqual(policies, ["all", "all", "all", "relay", "relay"]);
  deepEqual(made.map(isClosed), [false, true, true, false, false]);
  equal(all.offer, null);
});

Deno.test("Legs.setPolicy() makes nothing ahead of its time", async () => {
  const { all, made } = legs();
  all.setPolicy("relay");
  await settle();
  equal(made.length, 0);
});
