/**
 * Asking whether a request is an admin's.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";
import type { Admin } from "./door.ts";

/** The part of a request that says whether an admin sent it. */
export interface AdminRequest {
  /** What the middlewares found out. */
  state: {
    /** The admin; `null` for everybody else. */
    admin: Admin | null;
  };
}

/**
 * Lets admins pass.
 *
 * That a change comes from our own pages is not asked here: the app's `csrf()`
 * has already refused every other origin.
 *
 * @throws {ApiError} `unauthorized` for everybody else.
 */
export function requireAdmin({ state }: AdminRequest): Admin {
  if (state.admin !== null) return state.admin;
  throw new ApiError(
    "unauthorized",
    "sign in on /admin or send the admin token as bearer",
    { "www-authenticate": 'Bearer realm="parley"' },
  );
}
