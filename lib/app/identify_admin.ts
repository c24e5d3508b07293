/**
 * What is for admins: who asks, and what is written down of it.
 *
 * @module
 */

import type { Context, Middleware } from "fresh";
import type { State } from "./define.ts";
import { askFromHere, doorOnTheWayTo } from "./desk_route.ts";
import { PAGE_COST, spend } from "./limit_requests.ts";
import type { AuditAction } from "@/lib/admin/audit_log.ts";
import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { isApiPath, placeOf } from "@/lib/http/api_path.ts";
import { clientOwner } from "@/lib/http/client_info.ts";
import { isAdminPath } from "@/lib/protocol/admin_paths.ts";
import { ApiError } from "@/lib/protocol/errors.ts";

/**
 * Makes the middleware. It looks only where admins have business, so that
 * visitors' requests cost nothing, and that what another tool sends in
 * `Authorization` is no guess. It also turns strangers away from there,
 * whatever they ask for, so that nothing tells them what exists.
 */
export function identifyAdmin(): Middleware<State> {
  return function identifyAdminOf(ctx) {
    return isAdminPath(placeOf(ctx)) ? letAdminsIn(ctx) : ctx.next();
  };
}

async function letAdminsIn(ctx: Context<State>): Promise<Response> {
  const { pathname } = ctx.url;
  const { adminDoor } = ctx.state.services;
  const found = await adminDoor.recognize(ctx.req, clientOwner(ctx));
  if (typeof found === "number") {
    throw new ApiError("slow-down", "too many wrong tokens", {
      "retry-after": String(found),
    });
  }
  ctx.state.admin = found;
  if (found !== null) return await ctx.next();
  if (pathname === "/admin") {
    // Where an admin was before, no crowd of strangers keeps the door shut.
    if (!await adminDoor.isKnown(clientOwner(ctx))) spend(ctx, PAGE_COST);
    return await ctx.next();
  }
  if (isApiPath(pathname)) requireAdmin(ctx);
  // What was posted is lost: only pages are gone back to.
  const isRead = ctx.req.method === "GET";
  const location = isRead ? doorOnTheWayTo(ctx.url) : "/admin";
  const isFromElsewhere =
    ctx.req.headers.get("sec-fetch-site") === "cross-site";
  if (isRead && isFromElsewhere) return askFromHere(location);
  const headers = { location, "cache-control": "no-store" };
  return new Response(null, { status: 303, headers });
}

/**
 * Writes down what the admin of a request does.
 *
 * @param about What it is done to, where the action does not say.
 * @throws {ApiError} `unauthorized` for everybody else.
 */
export async function noteAdmin(
  ctx: Context<State>,
  action: AuditAction,
  about?: string,
): Promise<void> {
  const address = clientOwner(ctx);
  await ctx.state.services.adminDoor.note(requireAdmin(ctx), action, {
    address,
    ...(about !== undefined && { about }),
  });
}
