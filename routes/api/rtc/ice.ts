import {
  candidatesQuerySchema,
  postedCandidatesSchema,
} from "@/lib/protocol/candidate.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { apiRoute, noContent, requireAnon } from "@/lib/app/api_route.ts";
import { readJson, readQuery } from "@/lib/http/input.ts";
import { notAMember, requireMember } from "./(_signaling)/membership.ts";
import { peerSideOf, sideOf } from "@/lib/protocol/role.ts";
import { relayOnlyCandidates } from "@/lib/turn/relay_only.ts";

/**
 * One post becomes one value in the store, which holds 64 KiB, and a byte of
 * JSON can take two there.
 */
const LIMIT_BYTES = 30 * 1024;

/** ICE candidates, each side's for the other. */
export const handler = apiRoute({
  async POST(ctx) {
    const anonId = requireAnon(ctx);
    const { pairId, candidates } = await readJson(
      ctx.req,
      postedCandidatesSchema,
      {
        limitBytes: LIMIT_BYTES,
      },
    );
    const { iceLog, pairs } = ctx.state.services;
    const pair = await pairs.use(pairId);
    const { role, peerId, isRelayOnly } = requireMember(pair, anonId);
    const kept = isRelayOnly ? relayOnlyCandidates(candidates) : candidates;
    if (kept.length === 0) return noContent();
    const outcome = await iceLog.append(pairId, sideOf(role), kept, peerId);
    if (outcome === "full") {
      throw new ApiError("too-large", "candidates: too many in one call");
    }
    if (outcome !== "written") throw notAMember();
    return noContent();
  },
  async GET(ctx) {
    const anonId = requireAnon(ctx);
    const { pairId, after } = readQuery(ctx.req, candidatesQuerySchema);
    const { iceLog, pairs } = ctx.state.services;
    const { role } = requireMember(await pairs.use(pairId), anonId);
    const from = peerSideOf(role);
    // Whoever only asks for headers must not use candidates up.
    const isConsuming = after === undefined && ctx.req.method !== "HEAD";
    const candidates = isConsuming
      ? await iceLog.take(pairId, from)
      : await iceLog.readAfter(pairId, from, after ?? 0);
    if (candidates.length === 0) return noContent();
    return Response.json(candidates.map((cand) => ({ from, cand })));
  },
});
