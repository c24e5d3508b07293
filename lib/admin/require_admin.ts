/**
 * The door to everything that is for admins only.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";
import { isSameSecret } from "./constant_time.ts";
import { hasSession, type SessionSecrets } from "./session.ts";

/** The part of a request that says whether an admin sent it. */
export interface AdminRequest {
  /** The request itself. */
  req: Request;
  /** What the process runs with. */
  state: {
    services: {
      config: SessionSecrets & { adminToken: string | undefined };
      now: () => number;
    };
  };
}

const BEARER = /^Bearer +(\S+)$/i;

/**
 * Says whether a request comes from an admin: by the bearer token, or by a
 * session cookie.
 */
export function isAdmin({ req, state }: AdminRequest): boolean {
  const { config, now } = state.services;
  const token = BEARER.exec(req.headers.get("authorization") ?? "")?.[1];
  if (token !== undefined) {
    return config.adminToken !== undefined &&
      isSameSecret(token, config.adminToken);
  }
  return hasSession(req.headers.get("cookie"), config, now());
}

/**
 * Lets admins pass.
 *
 * That a change comes from our own pages is not asked here: the app's `csrf()`
 * has already refused every other origin.
 *
 * @throws {ApiError} `unauthorized` for everybody else.
 */
export function requireAdmin(ctx: AdminRequest): void {
  if (!isAdmin(ctx)) {
    throw new ApiError(
      "unauthorized",
      "sign in on /admin or send the admin token as bearer",
      { "www-authenticate": 'Bearer realm="parley"' },
    );
  }
}
