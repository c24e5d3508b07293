import type { PageProps } from "fresh";
import {
  SessionList,
  type SessionListProps,
  SignOutEverywhere,
} from "@/components/admin/SessionList.tsx";
import { SettingsPage } from "@/components/admin/SettingsPage.tsx";
import LocalTimes from "@/islands/LocalTimes.tsx";
import { requireAdmin } from "@/lib/admin/require_admin.ts";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";

/** Where admins are signed in. */
export const handler = deskRoute<SessionListProps>(async (ctx) => {
  const { sessionId: own } = requireAdmin(ctx);
  const { adminDoor, now } = ctx.state.services;
  const found = await adminDoor.sessions.list(await adminDoor.passwordTag());
  return {
    sessions: found.map(({ sessionId, createdAt, seenAt }) => ({
      sessionId,
      createdAt,
      seenAt,
      isOwn: sessionId === own,
    })),
    now: now(),
  };
});

export default function Sessions({ data }: PageProps<SessionListProps, State>) {
  return (
    <SettingsPage current="sessions" actions={<SignOutEverywhere />}>
      <SessionList {...data} />
      <LocalTimes />
    </SettingsPage>
  );
}
