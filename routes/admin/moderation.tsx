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
      <EmptyState title="Not there yet">
        Reports by visitors and bans come with the safety work. Until then
        nobody can report anybody, and nothing of the kind is kept.
      </EmptyState>
    </DeskPage>
  );
}
