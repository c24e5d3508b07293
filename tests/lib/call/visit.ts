/**
 * A visit with everything faked.
 *
 * @module
 */

import { ok } from "node:assert/strict";
import type { MediaError } from "@/lib/call/media/media.ts";
import type { LeftCall } from "@/lib/call/reload.ts";
import { CallSession } from "@/lib/call/session.ts";
import type { Expectation, Signal } from "@/lib/call/signaling/signals.ts";
import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import { FakeConnection } from "./fake_connection.ts";
import { FakeStream } from "./fake_media.ts";
import { type FakeAnswers, fakeClient, FakeTimers, settle } from "./fakes.ts";

/** A session with everything faked, and a hand on every string. */
export function visit(answers: Partial<FakeAnswers> = {}) {
  const timers = new FakeTimers();
  const client = fakeClient(answers);
  const streams: FakeStream[] = [];
  const connections: FakeConnection[] = [];
  const policies: RTCIceTransportPolicy[] = [];
  const expectations: string[] = [];
  let expected: Expectation = { kind: "nothing" };
  const shown: string[] = [];
  let emit: (signal: Signal) => void = () => {};
  let isOpen = false;
  let mediaError: MediaError | null = null;
  const left: LeftCall[] = [];
  let isReloading = false;
  const session = new CallSession({
    client,
    timers,
    random: () => 0.5,
    isSavingData: () => false,
    reload: {
      isUnderWay: () => isReloading,
      leave: (call) => left.push(call),
    },
    openMedia(kind) {
      if (mediaError) return Promise.reject(mediaError);
      streams.push(new FakeStream(kind));
      return Promise.resolve(streams.at(-1)!.asStream);
    },
    createConnection(_servers, policy) {
      policies.push(policy);
      connections.push(new FakeConnection());
      return connections.at(-1)!.asConnection;
    },
    createStream: () => new FakeStream().asStream,
    createSource(listener) {
      emit = listener;
      return {
        open: () => void (isOpen = true),
        close: () => void (isOpen = false),
        expect(expectation: Expectation) {
          expected = expectation;
          expectations.push(expectation.kind);
        },
        poke: () => expectations.push("poke"),
      };
    },
    onChange: ({ state }) => {
      if (shown.at(-1) !== state.name) shown.push(state.name);
    },
  });
  return {
    session,
    timers,
    client,
    streams,
    connections,
    /** Which paths each connection may take. */
    policies,
    expectations,
    shown,
    emit: async (signal: Signal) => {
      emit(signal);
      await settle();
    },
    /** The notes for the page that comes. */
    left,
    /** The next goodbye is that of a page that is loaded anew. */
    reload: () => void (isReloading = true),
    failMedia: (error: MediaError | null) => mediaError = error,
    /** What the signal source waits for. */
    get expected() {
      return expected;
    },
    /** Whether the signal source is open. */
    get isOpen() {
      return isOpen;
    },
    /** The connection of the running call. */
    get connection(): FakeConnection {
      const connection = connections.find((other) =>
        other.asConnection === session.connection
      );
      ok(connection, "there is a call");
      return connection;
    },
    /** Lets the offers made ahead be complete. */
    async gather() {
      for (const connection of connections) connection.gather("complete");
      await settle();
    },
    get state() {
      return session.view.state;
    },
    get steps(): FunnelStep[] {
      return Object.keys(session.view.funnel.reachedAtMs) as FunnelStep[];
    },
  };
}
