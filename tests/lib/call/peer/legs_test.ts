import { equal, rejects } from "node:assert/strict";
import { Legs } from "@/lib/call/peer/legs.ts";
import type { LegEvents } from "@/lib/call/peer/peer_leg.ts";
import { FakeConnection, settle } from "@/tests/lib/call/fakes.ts";

const events: LegEvents = {
  onDescription() {},
  onCandidate() {},
  onRemoteStream() {},
  onStatus() {},
  onStep() {},
};

function legs() {
  const made: RTCPeerConnection[] = [];
  const all = new Legs({
    getIceServers: () => Promise.resolve([]),
    createConnection() {
      const connection = new FakeConnection() as unknown as RTCPeerConnection;
      made.push(connection);
      return connection;
    },
    events,
  });
  return { all, made };
}

const running = new AbortController().signal;

Deno.test("Legs.begin() takes the leg that was made ahead", async () => {
  const { all, made } = legs();
  all.prepare();
  all.prepare();
  await settle();
  equal(made.length, 1);
  equal(all.connection, null);
  all.begin();
  await settle();
  equal(made.length, 1);
  equal(all.connection, made[0]);
});

Deno.test("Legs.begin() makes one where none was ready", async () => {
  const { all, made } = legs();
  all.begin();
  await all.run((leg) => equal(leg.connection, made[0]), running);
  equal(all.connection, made[0]);
});

Deno.test("Legs.end() closes the leg of the call and keeps the next one", async () => {
  const { all, made } = legs();
  all.begin();
  all.prepare();
  await settle();
  all.end();
  await settle();
  equal(all.connection, null);
  equal(made[0]!.connectionState, "closed");
  all.begin();
  await settle();
  equal(all.connection, made[1]);
});

Deno.test("Legs.run() does nothing once the call is over", async () => {
  const { all } = legs();
  const over = new AbortController();
  all.begin();
  const done = all.run(() => {
    throw new Error("done all the same");
  }, over.signal);
  over.abort();
  await done;
});

Deno.test("Legs.run() tells that a leg could not be made, and only it does", async () => {
  const all = new Legs({
    getIceServers: () => Promise.resolve([]),
    createConnection() {
      throw new TypeError("no WebRTC here");
    },
    events,
  });
  all.begin();
  await rejects(all.run(() => {}, running), /no WebRTC here/);
  all.end();
  all.release();
  await settle();
});
