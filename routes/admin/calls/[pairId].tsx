import type { PageProps } from "fresh";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import CallPage, { type CallPageProps } from "@/islands/CallPage.tsx";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";
import { shortId } from "@/lib/desk/call_words.ts";

/** One call, under way or past. */
export const handler = deskRoute<CallPageProps>((ctx) => ({
  pairId: ctx.params["pairId"] ?? "",
}));

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
