import type { PageProps } from "fresh";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import LiveCalls, { type LiveCallsProps } from "@/islands/LiveCalls.tsx";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";

/** Calls under way. */
export const handler = deskRoute<LiveCallsProps>((ctx) => ({
  firstRows: [],
  totalCount: 0,
  readAt: ctx.state.services.now(),
}));

export default function Calls({ data }: PageProps<LiveCallsProps, State>) {
  return (
    <DeskPage title="Live calls" current="calls" styles={["desk_calls.css"]}>
      <LiveCalls {...data} />
    </DeskPage>
  );
}
