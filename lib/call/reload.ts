/**
 * A call outlives the reload of its page: the old page leaves a note for the
 * new one, which takes the call up again.
 *
 * A page that goes cannot tell whether it is closed or loaded anew. But when it
 * is loaded anew, the answer that brings the new one is there first; it sets a
 * cookie for a few seconds, and the old page sees it.
 *
 * @module
 */

import * as z from "zod/mini";
import { LOADING_COOKIE } from "@/lib/protocol/loading_cookie.ts";
import { genSchema } from "@/lib/protocol/description.ts";
import { parseJson } from "@/lib/protocol/json.ts";
import { type Match, pairIdSchema, roleSchema } from "@/lib/protocol/role.ts";
import type { Schema } from "@/lib/protocol/schema.ts";
import type { CallEvent } from "./machine.ts";
import type { SignalingClient } from "./signaling/rest_client.ts";
import type { Timers } from "./timers.ts";
import type { CallView } from "./view.ts";

/** How long after its page went a call may be taken up again, milliseconds. */
export const REJOIN_MS = 20_000;

/** A call as its page leaves it. */
export interface LeftCall {
  /** The pair, and our part in it. */
  readonly match: Match;
  /** Number of its newest negotiation. */
  readonly gen: number;
  /** When the page went, Unix milliseconds. */
  readonly leftAtMs: number;
}

/** What a visit asks of the browser when its page goes. */
export interface ReloadPort {
  /** Tells whether the page is being loaded anew. */
  isUnderWay(): boolean;
  /** Leaves a note for the new page. */
  leave(call: LeftCall): void;
}

const KEY = "parley.call";

const leftCallSchema: Schema<LeftCall> = z.object({
  match: z.object({ pairId: pairIdSchema, role: roleSchema }),
  gen: genSchema,
  leftAtMs: z.number(),
});

/** What the end of a page needs. */
export interface GoodbyeDeps {
  /** Gets a last word out. */
  readonly client: Pick<
    SignalingClient,
    "leaveByBeacon" | "tellReloadByBeacon"
  >;
  /** Keeps a call while the page is loaded anew. */
  readonly reload: ReloadPort;
  /** Clock. */
  readonly timers: Pick<Timers, "nowMs">;
}

/**
 * Says goodbye for a page that goes: for good, or until its call is taken up.
 *
 * @returns How the visit ends here: the place on the server may belong to the
 * page that comes.
 */
export function sayGoodbye(
  { client, reload, timers }: GoodbyeDeps,
  { state, gen }: Pick<CallView, "state" | "gen">,
): CallEvent {
  if (state.name !== "live" || !reload.isUnderWay()) {
    client.leaveByBeacon();
    return { type: "stop" };
  }
  const { match } = state;
  reload.leave({ match, gen, leftAtMs: timers.nowMs() });
  client.tellReloadByBeacon(match.pairId);
  return { type: "taken-over" };
}

/** The part of the browser that is needed. */
export interface ReloadPorts {
  /** The cookies that scripts see. */
  readonly document: Pick<Document, "cookie">;
  /** Lives as long as the tab does. */
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
}

/** Begins to look out for a reload; whatever came before is the page's own load. */
export function watchReload({ document, storage }: ReloadPorts): ReloadPort {
  document.cookie = `${LOADING_COOKIE}=; Path=/; Max-Age=0`;
  return {
    isUnderWay: () =>
      document.cookie.split("; ").includes(`${LOADING_COOKIE}=1`),
    leave: (call) => storage.setItem(KEY, JSON.stringify(call)),
  };
}

/**
 * Takes the note of the page before this one, once.
 *
 * @returns `null` when there is none, or it is too old.
 */
export function takeLeftCall(
  storage: ReloadPorts["storage"],
  nowMs: number,
): LeftCall | null {
  const text = storage.getItem(KEY);
  storage.removeItem(KEY);
  const call = leftCallSchema.safeParse(parseJson(text ?? ""));
  if (!call.success) return null;
  const ageMs = nowMs - call.data.leftAtMs;
  return ageMs >= 0 && ageMs <= REJOIN_MS ? call.data : null;
}
