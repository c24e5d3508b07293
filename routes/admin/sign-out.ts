import { z } from "zod";
import { type ApiContext, apiRoute } from "@/lib/app/api_route.ts";
import { noteAdmin } from "@/lib/app/identify_admin.ts";
import { isHttps } from "@/lib/http/client_info.ts";
import { readForm } from "@/lib/http/input.ts";
import { ApiError } from "@/lib/protocol/errors.ts";

const LIMIT_BYTES = 1024;

/** Which sessions to end: without a word the one that asks. */
const whichSchema = z.string().regex(/^(all|[\w-]{43})$/).nullable();

/** Ends sessions, on the server: this one, another one, or all. */
export const handler = apiRoute({
  async POST(ctx) {
    const form = await readForm(ctx.req, { limitBytes: LIMIT_BYTES });
    const asked = whichSchema.safeParse(form.get("session"));
    if (!asked.success) throw new ApiError("bad-input", "session: must be one");
    const own = ctx.state.admin?.sessionId ?? null;
    const which = asked.data ?? own;
    await end(ctx, which);
    await ctx.state.services.adminStreams.check();
    if (which !== own && which !== "all") return seeOther("/admin/sessions");
    const { cookie } = ctx.state.services.adminDoor;
    return seeOther("/admin", { "set-cookie": cookie.remove(isHttps(ctx)) });
  },
});

async function end(ctx: ApiContext, which: string | null): Promise<void> {
  const { sessions } = ctx.state.services.adminDoor;
  if (which === "all") {
    await sessions.endAll();
    await noteAdmin(ctx, "signed-out-everywhere");
  } else if (which !== null) {
    await sessions.end(which);
    const isOwn = which === ctx.state.admin?.sessionId;
    if (isOwn) await noteAdmin(ctx, "signed-out");
    else await noteAdmin(ctx, "ended-session", which.slice(0, 8));
  }
}

function seeOther(
  location: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(null, { status: 303, headers: { ...headers, location } });
}
