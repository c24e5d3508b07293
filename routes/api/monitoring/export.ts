import { requireAdmin } from "@/lib/admin/require_admin.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { noteAdmin } from "@/lib/app/identify_admin.ts";
import { readQuery } from "@/lib/http/input.ts";
import {
  exportQuerySchema,
  exportRange,
} from "@/lib/monitoring/export/export_query.ts";
import {
  EXPORT_MEDIA_TYPES,
  exportFilename,
  exportStream,
} from "@/lib/monitoring/export/export_stream.ts";
import { openTable } from "@/lib/monitoring/export/tables.ts";

/** Streams a table of any span as a download. */
export const handler = apiRoute({
  async GET(ctx) {
    requireAdmin(ctx);
    const { store, now } = ctx.state.services;
    const { what, format, from, to } = readQuery(ctx.req, exportQuerySchema);
    const range = exportRange({ from, to }, now());
    const table = openTable(store, what, { ...range, now: now() });
    const filename = exportFilename(what, format, range);
    await noteAdmin(ctx, "exported", filename);
    return new Response(exportStream(table, format), {
      headers: {
        "content-type": EXPORT_MEDIA_TYPES[format],
        "content-disposition": `attachment; filename="${filename}"`,
      },
    });
  },
});
