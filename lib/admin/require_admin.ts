/**
 * The door to everything that is for admins only.
 *
 * @module
 */

import { ApiError } from "@/lib/errors.ts";
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
 * A change asked for under the session cookie must come from our own pages:
 * SameSite=Strict alone would let a neighbouring subdomain through.
 *
 * @throws {ApiError} `unauthorized` for everybody else; `forbidden` for a
 * change that another site's page asked for.
 */
export function requireAdmin(ctx: AdminRequest): void {
  if (!isAdmin(ctx)) {
    throw new ApiError(
      "unauthorized",
      "sign in on /admin or send the admin token as bearer",
      { "www-authenticate": 'Bearer realm="parley"' },
    );
  }
  if (isChange(ctx.req) && !isFromOwnPage(ctx.req)) {
    throw new ApiError("forbidden", "only this site's own pages may do that");
  }
}

function isChange(req: Request): boolean {
  return req.method !== "GET" && req.method !== "HEAD";
}

/**
 * Browsers name the relation of page and target in `Sec-Fetch-Site`; scripts
 * send no such header and carry no ambient cookie either.
 */
export function isFromOwnPage(req: Request): boolean {
  const site = req.headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}
