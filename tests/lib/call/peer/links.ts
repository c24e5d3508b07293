/**
 * Links with everything faked.
 *
 * @module
 */

import type { LinkEvent } from "@/lib/call/peer/link_deps.ts";
import { PeerLink } from "@/lib/call/peer/peer_link.ts";
import {
  type Funnel,
  reachStep,
  startFunnel,
} from "@/lib/call/report/funnel.ts";
import { SignalingError } from "@/lib/call/signaling/signaling_error.ts";
import { FakeConnection } from "@/tests/lib/call/fake_connection.ts";
import { FakeStream } from "@/tests/lib/call/fake_media.ts";
import {
  type FakeAnswers,
  fakeClient,
  FakeTimers,
  settle,
} from "@/tests/lib/call/fakes.ts";

/** A call, as its caller has it. */
export const match = { pairId: "p1", role: "caller" } as const;

/** A link with everything faked. */
export function setUp(
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

/** The same as its callee has it. */
export const callee = { pairId: "p1", role: "callee" } as const;
/** A server that is out of reach. */
export const unreachable = () =>
  Promise.reject(new SignalingError("test", { status: 0, code: "network" }));

/** A description of a connection with this certificate. */
export const sdpOf = (fingerprint: string) =>
  `v=0\r\na=fingerprint:${fingerprint}\r\na=ice-ufrag:u${fingerprint}\r\n`;

/** A link in a call, and what was asked of the server since. */
export async function live(
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

/** The same as Firefox writes it. */
export const firefoxSdpOf = (fingerprint: string) =>
  sdpOf(fingerprint).replace(
    "v=0",
    "v=0\r\no=mozilla...THIS_IS_SDPARTA-99.0 1 0 IN IP4 0.0.0.0",
  );
