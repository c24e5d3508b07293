/**
 * Who may signal in which pair.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";
import { type ApiContext, requireAnon } from "@/lib/app/api_route.ts";
import { roleIn } from "@/lib/signaling/pairs.ts";
import type { Role } from "@/lib/protocol/role.ts";

/** Tells who asks, within the limits of a visitor. */
export function requireSignaler(ctx: ApiContext): string {
  const anonId = requireAnon(ctx);
  ctx.state.services.limits.signaling.require(anonId);
  return anonId;
}

/**
 * Tells which role a visitor has in a living pair and counts this as a use.
 *
 * @throws {ApiError} `forbidden` to strangers and once the pair is over.
 */
export async function requireRole(
  ctx: ApiContext,
  { pairId, anonId }: { pairId: string; anonId: string },
): Promise<Role> {
  const pair = await ctx.state.services.pairs.use(pairId);
  const role = pair === null ? null : roleIn(pair, anonId);
  if (role === null) {
    throw new ApiError("forbidden", "not a member of this pair");
  }
  return role;
}

/**
 * Lets only one role through.
 *
 * @throws {ApiError} `only-caller` or `only-callee`.
 */
export function allowOnly(allowed: Role, role: Role): void {
  if (role !== allowed) throw new ApiError(`only-${allowed}`);
}
