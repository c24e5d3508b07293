/**
 * What the event stream tells one member of the queue or of a call.
 *
 * @module
 */

import * as z from "zod/mini";
import { candidateSchema, type IceCandidate } from "./candidate.ts";
import { type Description, genSchema, sdpSchema } from "./description.ts";
import { type Match, pairIdSchema, roleSchema } from "./role.ts";
import type { Schema } from "./schema.ts";

/** What a side may say of its connection. */
export const PEER_STATES = ["reconnecting", "connected"] as const;

/** How the other side says its connection is. */
export type PeerState = typeof PEER_STATES[number];

/** Data of every event, by the event's name. */
export interface EventData {
  /** There is a partner, perhaps with their offer at once. */
  "matched": Match & { readonly offer?: Description };
  /** The caller's offer. */
  "offer": Description & { readonly pairId: string };
  /** The callee's answer. */
  "answer": Description & { readonly pairId: string };
  /** The peer's candidates, in order. */
  "ice": {
    readonly pairId: string;
    readonly candidates: readonly IceCandidate[];
  };
  /** The callee asks the caller for an ICE restart. */
  "restart": { readonly pairId: string };
  /** The other side says how its connection is. */
  "peer-state": { readonly pairId: string; readonly state: PeerState };
  /** The call is over. */
  "peer-left": { readonly pairId: string };
  /** Whoever left this call by Next asks to come back. */
  "back-asked": { readonly pairId: string };
}

/** Name of an event. */
export type EventName = keyof EventData;

/** One event: its name and its data. */
export type RtcEvent = {
  [Name in EventName]: { readonly name: Name; readonly data: EventData[Name] };
}[EventName];

const pair = { pairId: pairIdSchema };
const description = { sdp: sdpSchema, gen: genSchema };

/** Parses the data of each event. */
export const EVENT_SCHEMAS: {
  readonly [Name in EventName]: Schema<EventData[Name]>;
} = {
  "matched": z.object({
    ...pair,
    role: roleSchema,
    offer: z.exactOptional(z.object(description)),
  }),
  "offer": z.object({ ...pair, ...description }),
  "answer": z.object({ ...pair, ...description }),
  "ice": z.object({ ...pair, candidates: z.array(candidateSchema) }),
  "restart": z.object(pair),
  "peer-state": z.object({ ...pair, state: z.enum(PEER_STATES) }),
  "peer-left": z.object(pair),
  "back-asked": z.object(pair),
};

/** Body of `POST restart`. */
export const restartSchema: Schema<{ pairId: string }> = z.object(pair);

/** Body of `POST peer-state`. */
export const peerStateSchema: Schema<{ pairId: string; state: PeerState }> = z
  .object({ ...pair, state: z.enum(PEER_STATES, "must be a known state") });
