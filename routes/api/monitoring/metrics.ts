import { apiRoute } from "@/lib/app/api_route.ts";
import { readJson } from "@/lib/http/input.ts";
import { keepKpi } from "@/lib/monitoring/calls/kpi_intake.ts";
import { kpiBeaconSchema } from "@/lib/protocol/kpi.ts";

const LIMIT_BYTES = 8 * 1024;

/** Takes one KPI beacon of a browser; it needs no cookie. */
export const handler = apiRoute({
  async POST(ctx) {
    const { services } = ctx.state;
    const received = await readJson(ctx.req, kpiBeaconSchema, {
      limitBytes: LIMIT_BYTES,
    });
    return Response.json({
      ok: true,
      stored: await keepKpi(services, received),
    });
  },
});
