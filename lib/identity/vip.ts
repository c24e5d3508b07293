/**
 * Who may filter when filters are not free.
 *
 * @module
 */

import { ApiError } from "@/lib/errors.ts";
import type { ApiContext } from "@/lib/http/api_route.ts";
import { readCookie } from "@/lib/http/cookies.ts";
import { hasFilters, type Profile } from "@/lib/matching/profile.ts";

/**
 * Lets a profile with filters through when filters are free or the request
 * carries a valid token in the cookie `vip`.
 *
 * @throws {ApiError} `vip-required`.
 */
export function requireFilterRight(ctx: ApiContext, profile: Profile): void {
  const { config, vipTokens, now } = ctx.state.services;
  if (config.isFreeForAll || !hasFilters(profile)) return;
  const token = readCookie(ctx.req.headers.get("cookie"), "vip");
  if (token !== null && vipTokens.verify(token, now()) !== null) return;
  throw new ApiError("vip-required", "filters need a VIP token");
}
