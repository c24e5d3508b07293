import type { PageProps } from "fresh";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import {
  SessionList,
  type SessionListProps,
} from "@/components/admin/SessionList.tsx";
import { AUDIT_ACTIONS, type AuditEntry } from "@/lib/admin/audit_log.ts";
import { requireAdmin } from "@/lib/admin/require_admin.ts";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";

/** Lines of the log that are shown. */
const SHOWN_ENTRIES = 100;

/** Where admins are signed in, and what they did. */
export const handler = deskRoute<SessionListProps>(async (ctx) => {
  const { sessionId: own } = requireAdmin(ctx);
  const { adminDoor, now } = ctx.state.services;
  const [found, entries] = await Promise.all([
    adminDoor.sessions.list(await adminDoor.passwordTag()),
    adminDoor.audit.latest(SHOWN_ENTRIES),
  ]);
  return {
    sessions: found.map(({ sessionId, createdAt, seenAt }) => ({
      sessionId,
      createdAt,
      seenAt,
      isOwn: sessionId === own,
    })),
    entries: entries.map(inWords),
    now: now(),
  };
});

function inWords(entry: AuditEntry): SessionListProps["entries"][number] {
  const { action, about, who, from, at, unwrittenCount } = entry;
  const missing = unwrittenCount === undefined
    ? ""
    : `; before it, ${unwrittenCount} failed tries too many to list`;
  return {
    at,
    what: AUDIT_ACTIONS[action],
    details: `${about === undefined ? "" : `${about}, `}${
      whoIs(who)
    }, address ${from}${missing}`,
    isFailure: who === null,
  };
}

function whoIs(who: string | null): string {
  if (who === null) return "a stranger";
  return who === "token" ? "bearer token" : `session ${who}`;
}

export default function Sessions({ data }: PageProps<SessionListProps, State>) {
  return (
    <DeskPage title="Sessions" current="settings">
      <SessionList {...data} />
    </DeskPage>
  );
}
