/**
 * A leg with everything faked.
 *
 * @module
 */

import { FakeTimers, settle } from "@/tests/lib/call/fakes.ts";
import { PeerLeg } from "@/lib/call/peer/peer_leg.ts";
import { FakeConnection } from "@/tests/lib/call/fake_connection.ts";
import { FakeStream } from "@/tests/lib/call/fake_media.ts";

/** A leg, its connection, and what it told. */
export function leg() {
  const connection = new FakeConnection();
  const events: string[] = [];
  const found: RTCIceCandidateInit[] = [];
  const note = (text: string) => void events.push(text);
  const peer = new PeerLeg({
    connection: connection.asConnection,
    createStream: () => new FakeStream().asStream,
    events: {
      onDescription: (kind, { sdp, gen }) => note(`${kind} ${sdp} ${gen}`),
      onCandidate(candidate) {
        found.push(candidate);
        note(`candidate ${candidate.candidate || "end"}`);
      },
      onChannel: ({ readyState }) => note(`channel ${readyState}`),
      onPeerTrack: (kind, isOn) => note(`${kind} ${isOn ? "on" : "off"}`),
      onRemoteStream: () => note("stream"),
      onStatus: (status) => note(`status ${status}`),
      onStep: (step) => note(`step ${step}`),
      onPeerReplaced: ({ type, description: { gen }, held }) =>
        note(`replaced by ${type} ${gen}, ${held.length} held`),
    },
  });
  return { peer, connection, events, found };
}

/** What a connection is asked for until its offer is made. */
export const OFFERED = [
  "addTransceiver audio",
  "addTransceiver video",
  "createOffer",
  "setLocal offer",
];

/** Candidates of these texts. */
export const candidates = (...names: string[]) =>
  names.map((candidate) => ({ candidate, sdpMid: "0" }));

/** A leg whose offer is made ahead and not yet complete. */
export async function offering() {
  const timers = new FakeTimers();
  const it = leg();
  const offer = it.peer.prepareOffer(timers);
  await settle();
  return { ...it, timers, offer };
}
