import type { PageProps } from "fresh";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import LiveCalls, { type LiveCallsProps } from "@/islands/LiveCalls.tsx";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";
import { firstScreenOf } from "@/lib/desk/first_screen.ts";

/** Calls under way. */
export const handler = deskRoute<LiveCallsProps>(async (ctx) => {
  const { adminStreams, now } = ctx.state.services;
  return { ...firstScreenOf(await adminStreams.list()), readAt: now() };
});

export default function Calls({ data }: PageProps<LiveCallsProps, State>) {
  return (
    <DeskPage title="Live calls" current="calls" styles={["desk_calls.css"]}>
      <LiveCalls {...data} />
    </DeskPage>
  );
}
