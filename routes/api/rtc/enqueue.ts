import { enqueueSchema } from "@/lib/protocol/enqueue.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { NO_PLACE_HEADER } from "@/lib/protocol/no_place.ts";
import { requireAdult } from "@/lib/app/adults.ts";
import { apiRoute, noContent, requireAnon } from "@/lib/app/api_route.ts";
import { isServed } from "@/lib/app/served.ts";
import { platformCountry } from "@/lib/http/client_info.ts";
import { spend } from "@/lib/app/limit_requests.ts";
import { readJson } from "@/lib/http/input.ts";
import { requireRelayOnly } from "@/lib/turn/relay_only.ts";
import { requireFilterRight } from "@/lib/identity/vip.ts";

/** A body may hold a description whose characters are all escaped. */
const LIMIT_BYTES = 112 * 1024;

/** Joins the queue, or renews a place there; whoever fits is paired at once. */
export const handler = apiRoute({
  async POST(ctx) {
    const anonId = requireAnon(ctx);
    const { iceServers, queue } = ctx.state.services;
    if (!isServed(ctx)) {
      throw new ApiError("not-served", "not offered in this country");
    }
    requireAdult(ctx);
    const { offer, onlyIfWaiting, mayMiss, ...request } = await readJson(
      ctx.req,
      enqueueSchema,
      { limitBytes: LIMIT_BYTES },
    );
    const profile = { country: platformCountry(ctx), ...request };
    requireFilterRight(ctx, profile);
    // One was counted before the body was read.
    spend(ctx, { queue: queue.costOf(profile) - 1 });
    if (profile.relayOnly && !iceServers.hasRelays) {
      throw new ApiError("no-relay", "relayOnly: this site has no relays");
    }
    const checked = offer && request.relayOnly
      ? { sdp: requireRelayOnly(offer.sdp) }
      : offer;
    if (!onlyIfWaiting) {
      await queue.enqueue(anonId, profile, checked);
      return noContent();
    }
    if (await queue.renew(anonId, profile, checked)) return noContent();
    // A page of an earlier build takes every success for a place.
    if (!mayMiss) throw new ApiError("not-queued");
    return noContent({ [NO_PLACE_HEADER]: "1" });
  },
});
