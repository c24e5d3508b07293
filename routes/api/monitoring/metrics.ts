import { apiRoute } from "@/lib/app/api_route.ts";
import { readJson } from "@/lib/http/input.ts";
import { keepKpi } from "@/lib/monitoring/calls/kpi_intake.ts";
import { kpiBeaconSchema } from "@/lib/protocol/kpi.ts";
import { recentSeat } from "@/lib/signaling/recent_member.ts";

const LIMIT_BYTES = 8 * 1024;

/**
 * Takes one KPI beacon of a browser. It needs no cookie, but what it says of a
 * call is only believed from a member of that call.
 */
export const handler = apiRoute({
  async POST(ctx) {
    const { services, anonId } = ctx.state;
    const received = await readJson(ctx.req, kpiBeaconSchema, {
      limitBytes: LIMIT_BYTES,
    });
    const roleIn = async (pairId: string) => {
      if (anonId === null) return null;
      return (await recentSeat(services, { pairId, anonId }))?.role ?? null;
    };
    return Response.json({
      ok: true,
      stored: await keepKpi({ ...services, roleIn }, received),
    });
  },
});
