import { page, type PageProps, type PageResponse } from "fresh";
import { z } from "zod";
import {
  PasskeyList,
  type PasskeyListProps,
} from "@/components/admin/PasskeyList.tsx";
import { SettingsPage } from "@/components/admin/SettingsPage.tsx";
import LocalTimes from "@/islands/LocalTimes.tsx";
import PasskeyAdd from "@/islands/PasskeyAdd.tsx";
import { requireAdmin } from "@/lib/admin/require_admin.ts";
import type { RegistrationStep } from "@/lib/admin/second_factor.ts";
import { type ApiContext, apiRoute } from "@/lib/app/api_route.ts";
import type { State } from "@/lib/app/define.ts";
import { PRIVATE_HEADERS } from "@/lib/app/desk_route.ts";
import { noteAdmin } from "@/lib/app/identify_admin.ts";
import { siteOf } from "@/lib/app/site_of.ts";
import { readForm } from "@/lib/http/input.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { parseJson } from "@/lib/protocol/json.ts";

const LIMIT_BYTES = 16 * 1024;

interface Data extends Omit<PasskeyListProps, "children"> {
  step: RegistrationStep;
}

/** What a form asks for. */
const wishSchema = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("add"),
    challengeId: z.string().max(64),
    name: z.string().max(200).default(""),
  }),
  z.object({ do: z.literal("remove"), id: z.string().max(2_000) }),
  z.object({ do: z.literal("renew") }),
]);

/** Adds and removes passkeys, and makes recovery codes. */
export const handler = apiRoute<PageResponse<Data> | Response>({
  GET: (ctx) => show(ctx, {}),
  async POST(ctx) {
    const form = await readForm(ctx.req, { limitBytes: LIMIT_BYTES });
    const wish = wishSchema.safeParse(Object.fromEntries(form));
    if (!wish.success) throw new ApiError("bad-input", "do: must be a wish");
    const { second } = ctx.state.services.adminDoor;
    if (wish.data.do === "renew") {
      const codes = await second.codes.renew();
      await noteAdmin(ctx, "renewed-codes");
      return await show(ctx, { codes });
    }
    if (wish.data.do === "remove") {
      const removed = await second.remove(wish.data.id);
      if (removed !== null) {
        await noteAdmin(ctx, "removed-passkey", removed.name);
      }
      const location = "/admin/settings/passkeys";
      return new Response(null, { status: 303, headers: { location } });
    }
    const answer = parseJson(form.get("passkey") ?? "");
    const added = await second.register(
      { ...wish.data, answer },
      siteOf(ctx),
      whoIs(ctx),
    );
    if (added === null) {
      const problem = "That passkey could not be added. Try again.";
      return await show(ctx, { problem, status: 400 });
    }
    await noteAdmin(ctx, "added-passkey", added.passkey.name);
    return await show(ctx, { codes: added.codes });
  },
});

/** Who asks: what one session began no other one ends. */
function whoIs(ctx: ApiContext): string {
  return requireAdmin(ctx).sessionId ?? "token";
}

async function show(
  ctx: ApiContext,
  { codes = null, problem = null, status = 200 }: {
    codes?: string[] | null;
    problem?: string | null;
    status?: number;
  },
): Promise<PageResponse<Data>> {
  const { second } = ctx.state.services.adminDoor;
  const [passkeys, codeCount, step] = await Promise.all([
    second.passkeys.list(),
    second.codes.count(),
    second.beginRegistration(siteOf(ctx), whoIs(ctx)),
  ]);
  const shown = passkeys.map(({ id, name, rpId, createdAt, usedAt }) => ({
    id,
    name,
    rpId,
    createdAt,
    usedAt,
  }));
  const data = { passkeys: shown, codeCount, codes, problem, step };
  return page(data, { status, headers: PRIVATE_HEADERS });
}

export default function PasskeysPage(
  { data: { step, ...list } }: PageProps<Data, State>,
) {
  return (
    <SettingsPage current="passkeys">
      <div class="settings-sections">
        <PasskeyList {...list}>
          <PasskeyAdd {...step} />
        </PasskeyList>
      </div>
      <LocalTimes />
    </SettingsPage>
  );
}
