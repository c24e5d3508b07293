/**
 * What reaches one side of a call from outside, as one typed stream. The
 * session only ever sees these signals: whether they were polled for or pushed
 * is the source's affair.
 *
 * @module
 */

import type { PeerState } from "@/lib/protocol/events.ts";
import type { Match, Role } from "@/lib/protocol/role.ts";

/** One thing the server or the other side told us. */
export type Signal =
  | { readonly type: "matched"; readonly match: Match }
  /** Whether nobody waits who fits but somebody whom the visitor just met. */
  | { readonly type: "held-back"; readonly isOn: boolean }
  /** The server forgot that we wait, for example after a long sleep. */
  | { readonly type: "dequeued" }
  | {
    readonly type: "offer" | "answer";
    readonly sdp: string;
    /** Number of the negotiation within the pair, from 0. */
    readonly gen: number;
  }
  | {
    readonly type: "ice";
    readonly candidates: readonly RTCIceCandidateInit[];
  }
  | { readonly type: "peer-left" }
  /** Whoever left this earlier call by Next asks to come back. */
  | { readonly type: "back-asked"; readonly pairId: string }
  /** The callee asks us for an ICE restart. */
  | { readonly type: "restart" }
  /** The other side says how its connection is. */
  | { readonly type: "peer-state"; readonly state: PeerState }
  /** The same visitor queues or talks in another tab. */
  | { readonly type: "replaced" }
  /** Nothing has come through for a while, though it was asked for. */
  | { readonly type: "lost" }
  /** Something came through again. */
  | { readonly type: "found" };

/** What the page is waiting for; tells a polling source what to ask. */
export type Expectation =
  | { readonly kind: "nothing" }
  /** A request to join is on its way: a match may be told before its answer. */
  | { readonly kind: "joining" }
  | {
    readonly kind: "match";
    /**
     * Whether an earlier request to join may have brought a match that the
     * latest one has ended: then the server is asked before one is believed.
     */
    readonly mayBeOutdated?: boolean;
  }
  | {
    readonly kind: "negotiation";
    readonly pairId: string;
    readonly role: Role;
  }
  | { readonly kind: "call"; readonly pairId: string; readonly role: Role };

/** Where signals come from. */
export interface SignalSource {
  /** Gets ready ahead of the first search. */
  open(): void;
  /** Ends everything that is under way. */
  close(): void;
  /** Says what is awaited from now on; what was awaited before is dropped. */
  expect(expectation: Expectation): void;
  /** Asks for news at once, for example when the connection wavers. */
  poke(): void;
}

/** Says which of the two descriptions a role waits for. */
export function awaitedDescription(role: Role): "offer" | "answer" {
  return role === "caller" ? "answer" : "offer";
}
