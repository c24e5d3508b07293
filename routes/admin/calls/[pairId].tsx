import type { PageProps } from "fresh";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import CallPage, { type CallPageProps } from "@/islands/CallPage.tsx";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";
import { readCall } from "@/lib/monitoring/records/call_record.ts";
import { pairIdSchema } from "@/lib/protocol/role.ts";
import { shortId } from "@/lib/desk/call_words.ts";

/** One call, under way or past. */
export const handler = deskRoute<CallPageProps>(async (ctx) => {
  const { store, now, settings } = ctx.state.services;
  const pairId = ctx.params["pairId"] ?? "";
  const readAt = now();
  const { perGbUsd } = await settings.turnPrice.values();
  const initial = pairIdSchema.safeParse(pairId).success
    ? await readCall(store, pairId, { now: readAt, costPerGb: perGbUsd })
    : null;
  return { pairId, initial, readAt };
});

export default function Call({ data }: PageProps<CallPageProps, State>) {
  return (
    <DeskPage
      title={`Call ${shortId(data.pairId)}`}
      current="calls"
      styles={["desk_chart.css", "desk_call.css"]}
    >
      <CallPage {...data} />
    </DeskPage>
  );
}
