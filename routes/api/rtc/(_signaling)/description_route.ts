/**
 * The routes of offer and answer, which differ in who writes and who reads.
 *
 * @module
 */

import {
  type DescriptionKind,
  descriptionQuerySchema,
  postedDescriptionSchema,
} from "@/lib/protocol/description.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import {
  type ApiHandler,
  apiRoute,
  noContent,
  requireAnon,
} from "@/lib/app/api_route.ts";
import { readJson, readQuery } from "@/lib/http/input.ts";
import { told } from "@/lib/signaling/inbox.ts";
import { requireRelayOnly } from "@/lib/turn/relay_only.ts";
import { allowOnly, notAMember, requireMember } from "./membership.ts";

/** A body may hold a description whose characters are all escaped. */
const LIMIT_BYTES = 96 * 1024;

/** Makes the handler of `offer` or of `answer`. */
export function descriptionRoute(kind: DescriptionKind): ApiHandler {
  const writer = kind === "offer" ? "caller" : "callee";
  const reader = kind === "offer" ? "callee" : "caller";
  return apiRoute({
    async POST(ctx) {
      const anonId = requireAnon(ctx);
      const { pairId, gen, sdp } = await readJson(
        ctx.req,
        postedDescriptionSchema,
        {
          limitBytes: LIMIT_BYTES,
        },
      );
      const { descriptions, pairs, now } = ctx.state.services;
      const pair = await pairs.use(pairId);
      const { role, peerId, isRelayOnly } = requireMember(pair, anonId);
      allowOnly(writer, role);
      const news = { type: kind, gen };
      const outcome = await descriptions.put(
        { kind, pairId, gen },
        isRelayOnly ? requireRelayOnly(sdp) : sdp,
        told({ anonId: peerId, pairId, news }, now()),
      );
      if (outcome === "ended") throw notAMember();
      if (outcome === "exists") {
        throw new ApiError("exists", `generation ${gen} has another ${kind}`);
      }
      return noContent();
    },
    async GET(ctx) {
      const anonId = requireAnon(ctx);
      const { pairId, gen } = readQuery(ctx.req, descriptionQuerySchema);
      const { descriptions, pairs } = ctx.state.services;
      const { role } = requireMember(await pairs.use(pairId), anonId);
      allowOnly(reader, role);
      const found = await descriptions.get(kind, pairId, gen);
      return found === null
        ? noContent()
        : Response.json({ sdp: found.sdp, gen: found.gen });
    },
  });
}
