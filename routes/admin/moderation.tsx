import { DeskHead } from "@/components/admin/DeskHead.tsx";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import { EmptyState } from "@/components/admin/States.tsx";
import { deskRoute } from "@/lib/app/desk_route.ts";

/** The place of reports and bans. */
export const handler = deskRoute(() => undefined);

export default function Moderation() {
  return (
    <DeskPage title="Moderation" current="moderation">
      <DeskHead title="Moderation" />
      <EmptyState title="No reports yet">
        What visitors report, and who is banned, will be listed here.
      </EmptyState>
    </DeskPage>
  );
}
