/**
 * Who may signal in which pair.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";
import { type Pair, peerOf, roleIn } from "@/lib/signaling/pair.ts";
import type { Role } from "@/lib/protocol/role.ts";

/** A member of a living pair, and the one they talk to. */
export interface Member {
  /** The member's part in the call. */
  role: Role;
  /** The other member. */
  peerId: string;
  /** Whether only addresses of relays may go to the other one. */
  isRelayOnly: boolean;
}

/**
 * Tells who a visitor is in a living pair.
 *
 * @param pair As `Pairs.use` gave it: `null` once it is over.
 * @throws {ApiError} `forbidden` to strangers and once the pair is over.
 */
export function requireMember(pair: Pair | null, anonId: string): Member {
  const role = pair === null ? null : roleIn(pair, anonId);
  if (pair === null || role === null) throw notAMember();
  return {
    role,
    peerId: peerOf(pair, anonId),
    isRelayOnly: pair.relayOnlyRoles?.includes(role) ?? false,
  };
}

/** The answer to strangers, and to members once the pair is over. */
export function notAMember(): ApiError {
  return new ApiError("forbidden", "not a member of this pair");
}

/**
 * Lets only one role through.
 *
 * @throws {ApiError} `only-caller` or `only-callee`.
 */
export function allowOnly(allowed: Role, role: Role): void {
  if (role !== allowed) throw new ApiError(`only-${allowed}`);
}
