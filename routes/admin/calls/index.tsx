import type { PageProps } from "fresh";
import { FirstCalls } from "@/components/admin/calls/FirstCalls.tsx";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import LiveCalls from "@/islands/LiveCalls.tsx";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";
import { type CallChoice, choiceIn } from "@/lib/desk/call_address.ts";
import { type FirstScreen, firstScreenOf } from "@/lib/desk/first_screen.ts";

interface Data extends FirstScreen {
  choice: CallChoice;
  readAt: number;
}

/** Calls under way, as the address chooses them. */
export const handler = deskRoute<Data>(async (ctx) => {
  const { adminStreams, now } = ctx.state.services;
  const choice = choiceIn(ctx.url.search);
  const screen = firstScreenOf(await adminStreams.list(), choice);
  return { ...screen, choice, readAt: now() };
});

export default function Calls(
  { data: { firstRows, ...rest } }: PageProps<Data, State>,
) {
  const hasFirstRows = firstRows.length > 0;
  return (
    <DeskPage title="Live calls" current="calls" styles={["desk_calls.css"]}>
      <LiveCalls hasFirstRows={hasFirstRows} {...rest} />
      {hasFirstRows && (
        <FirstCalls
          rows={firstRows}
          choice={rest.choice}
          readAt={rest.readAt}
        />
      )}
    </DeskPage>
  );
}
