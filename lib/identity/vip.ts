/**
 * Who may filter when filters are not free.
 *
 * @module
 */

import { parseCookie } from "cookie";
import { ApiError } from "@/lib/protocol/errors.ts";
import type { Clock } from "@/lib/clock.ts";
import type { TokenSigner } from "./signed_token.ts";
import { hasFilters, type Profile } from "@/lib/protocol/profile.ts";

/** The part of a request that says whether its visitor may filter. */
export interface FilterRequest {
  /** The request itself. */
  req: Request;
  /** What the process runs with. */
  state: {
    services: {
      config: { isFreeForAll: boolean };
      vipTokens: TokenSigner;
      now: Clock;
    };
  };
}

/**
 * Lets a profile with filters through when filters are free or the request
 * carries a valid token in the cookie `vip`.
 *
 * @throws {ApiError} `vip-required`.
 */
export function requireFilterRight(
  ctx: FilterRequest,
  profile: Profile,
): void {
  const { config, vipTokens, now } = ctx.state.services;
  if (config.isFreeForAll || !hasFilters(profile)) return;
  const { vip: token } = parseCookie(ctx.req.headers.get("cookie") ?? "");
  if (token !== undefined && vipTokens.verify(token, now()) !== null) return;
  throw new ApiError("vip-required", "filters need a VIP token");
}
