import * as z from "zod/mini";
import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { noteAdmin } from "@/lib/app/identify_admin.ts";
import { readJson } from "@/lib/http/input.ts";
import { visitorIdSchema } from "@/lib/protocol/visitor_id.ts";
import { roleIn } from "@/lib/signaling/pair.ts";

const LIMIT_BYTES = 1024;

const question = z.object({ visitor: visitorIdSchema });

/**
 * Tells which call a visitor is in. Nothing is changed, but the id of a person
 * is posted: what is read by GET ends up in histories and logs.
 */
export const handler = apiRoute({
  async POST(ctx) {
    requireAdmin(ctx);
    const { pairs } = ctx.state.services;
    const asked = await readJson(ctx.req, question, {
      limitBytes: LIMIT_BYTES,
    });
    const pair = await pairs.ofVisitor(asked.visitor);
    // The call, never the visitor: the log would be where the two are tied.
    await noteAdmin(ctx, "looked-for-visitor", pair?.pairId ?? "in no call");
    return Response.json({
      pairId: pair?.pairId ?? null,
      role: pair === null ? null : roleIn(pair, asked.visitor),
    });
  },
});
