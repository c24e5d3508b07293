/**
 * What admins did as rows.
 *
 * @module
 */

import { AUDIT_ACTIONS, type AuditEntry } from "@/lib/admin/audit_log.ts";
import { type Cell, momentCell } from "./csv.ts";

/** One entry as a row; of none, the columns. */
export function auditRow(
  entry: AuditEntry | undefined,
): Record<string, Cell> {
  return {
    done: momentCell(entry?.at),
    doneAtMs: entry?.at,
    action: entry?.action,
    title: entry && AUDIT_ACTIONS[entry.action],
    who: entry?.who,
    from: entry?.from,
    about: entry?.about,
    unwrittenCount: entry && (entry.unwrittenCount ?? 0),
  };
}
