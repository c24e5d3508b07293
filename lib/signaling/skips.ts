/**
 * Skips: that a call ended because one of the two pressed Next, remembered for
 * as long as that may be taken back.
 *
 * @module
 */

import type { Mutation } from "@/lib/kv/write.ts";
import { AGREE_MS, ASK_BACK_MS } from "@/lib/protocol/way_back.ts";
import { signalingKeys } from "./keys.ts";

/** A call that one of the two left by Next. */
export interface Skip {
  /** Who pressed Next. */
  skipperId: string;
  /** Who was left. */
  skippedId: string;
  /** Whether the one who pressed Next wants back. */
  isAsked: boolean;
  /** When it is forgotten, Unix milliseconds. */
  expiresAt: number;
}

/** What requests may take on their way, milliseconds. */
const TRAVEL_MS = 2_000;

/** Remembers that somebody was left; part of the commit that ends the call. */
export function skipNoted(
  { pairId, skipperId, skippedId }:
    & Pick<Skip, "skipperId" | "skippedId">
    & { pairId: string },
  now: number,
): Mutation {
  const skip = { skipperId, skippedId, isAsked: false };
  return skipKept(pairId, skip, now + ASK_BACK_MS + TRAVEL_MS, now);
}

/** Takes note that whoever pressed Next wants back. */
export function skipAsked(pairId: string, skip: Skip, now: number): Mutation {
  const asked = { ...skip, isAsked: true };
  return skipKept(pairId, asked, now + AGREE_MS + TRAVEL_MS, now);
}

function skipKept(
  pairId: string,
  skip: Omit<Skip, "expiresAt">,
  expiresAt: number,
  now: number,
): Mutation {
  return {
    type: "set",
    key: signalingKeys.skip(pairId),
    value: { ...skip, expiresAt } satisfies Skip,
    expireInMs: expiresAt - now,
  };
}
