import { page, type PageProps, type PageResponse } from "fresh";
import {
  DeletionForm,
  type DeletionFormProps,
} from "@/components/admin/DeletionForm.tsx";
import { SettingsPage } from "@/components/admin/SettingsPage.tsx";
import { apiRoute } from "@/lib/app/api_route.ts";
import type { State } from "@/lib/app/define.ts";
import { PRIVATE_HEADERS } from "@/lib/app/desk_route.ts";
import { forgetVisitor, type Forgotten } from "@/lib/app/forget_visitor.ts";
import { noteAdmin } from "@/lib/app/identify_admin.ts";
import { readForm } from "@/lib/http/input.ts";
import { visitorIdSchema } from "@/lib/protocol/visitor_id.ts";

const LIMIT_BYTES = 1024;

/** What the parts of the store are called. */
const KINDS: Readonly<Record<string, string>> = {
  block: "block",
  recent: "list of recent partners",
  inbox: "news of a call",
  kpi: "beacon",
  live_member: "state in a call",
  call_log: "log of a call",
  call_record: "record of a call",
  alert: "alert",
};

/** Deletes what is kept about one visitor. */
export const handler = apiRoute<PageResponse<DeletionFormProps> | Response>({
  GET: () =>
    page({ id: "", deleted: null, problem: null }, {
      headers: PRIVATE_HEADERS,
    }),
  async POST(ctx) {
    const form = await readForm(ctx.req, { limitBytes: LIMIT_BYTES });
    const typed = form.get("id") ?? "";
    const id = visitorIdSchema.safeParse(typed);
    if (!id.success || form.get("sure") !== "1") {
      const problem = id.success ? "Say that you are sure" : "Must be an id";
      const answer = { status: 400, headers: PRIVATE_HEADERS };
      return page({ id: typed, deleted: null, problem }, answer);
    }
    const forgotten = await forgetVisitor(ctx.state.services, id.data);
    const deleted = inWords(forgotten);
    const total = Object.values(forgotten).reduce((sum, one) => sum + one, 0);
    // Never the id: the log would be where it is still kept.
    await noteAdmin(ctx, "deleted-visitor", `${total} entries`);
    return page({ id: "", deleted, problem: null }, {
      headers: PRIVATE_HEADERS,
    });
  },
});

function inWords(forgotten: Forgotten): { kind: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const [part, count] of Object.entries(forgotten)) {
    const kind = KINDS[part] ?? "other entry";
    counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

export default function Deletion(
  { data }: PageProps<DeletionFormProps, State>,
) {
  return (
    <SettingsPage current="deletion">
      <DeletionForm {...data} />
    </SettingsPage>
  );
}
