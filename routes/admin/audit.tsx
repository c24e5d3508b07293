import type { PageProps } from "fresh";
import { z } from "zod";
import {
  AuditList,
  type AuditListProps,
  type ShownEntry,
} from "@/components/admin/AuditList.tsx";
import { SettingsPage } from "@/components/admin/SettingsPage.tsx";
import LocalTimes from "@/islands/LocalTimes.tsx";
import {
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditEntry,
} from "@/lib/admin/audit_log.ts";
import type { State } from "@/lib/app/define.ts";
import { deskRoute } from "@/lib/app/desk_route.ts";
import { readQuery } from "@/lib/http/input.ts";

const PAGE_ROWS = 100;

const actionNames = Object.keys(AUDIT_ACTIONS) as [
  AuditAction,
  ...AuditAction[],
];

const query = z.object({
  action: z.union([
    z.literal("").transform(() => undefined),
    z.enum(actionNames),
  ]).optional(),
  before: z.coerce.number().int().min(0).optional(),
});

/** What admins did, page by page. */
export const handler = deskRoute<AuditListProps>(async (ctx) => {
  const { action, before } = readQuery(ctx.req, query);
  const { audit } = ctx.state.services.adminDoor;
  const entries = await audit.latest(PAGE_ROWS, {
    ...(action !== undefined && { action }),
    ...(before !== undefined && { before }),
  });
  const last = entries.at(-1);
  const older = new URLSearchParams({
    action: action ?? "",
    before: String(last?.at),
  });
  return {
    entries: entries.map(inWords),
    actions: AUDIT_ACTIONS,
    action: action ?? "",
    olderHref: entries.length === PAGE_ROWS ? `/admin/audit?${older}` : null,
  };
});

function inWords(entry: AuditEntry): ShownEntry {
  const { action, about = "", who, from, at, unwrittenCount } = entry;
  const missing = unwrittenCount === undefined
    ? ""
    : `; before it, ${unwrittenCount} failed tries too many to list`;
  return {
    at,
    what: AUDIT_ACTIONS[action],
    about: about + missing,
    who: whoIs(who),
    from,
    isFailure: who === null,
  };
}

function whoIs(who: string | null): string {
  if (who === null) return "a stranger";
  return who === "token" ? "bearer token" : `session ${who}`;
}

export default function Audit({ data }: PageProps<AuditListProps, State>) {
  return (
    <SettingsPage current="audit">
      <AuditList {...data} />
      <LocalTimes />
    </SettingsPage>
  );
}
