/**
 * What admins did, and who tried to be one.
 *
 * @module
 */

import { DeskTable } from "./DeskTable.tsx";
import { SelectField } from "./FormFields.tsx";
import { EmptyState } from "./States.tsx";
import { When } from "./When.tsx";

/** One line of the log, as it is shown. */
export interface ShownEntry {
  /** When it was done, Unix milliseconds. */
  at: number;
  /** What was done. */
  what: string;
  /** To what; empty where the action says it. */
  about: string;
  /** Who did it. */
  who: string;
  /** First letters of a keyed hash of the address. */
  from: string;
  /** Whether somebody tried to be an admin and was none. */
  isFailure: boolean;
}

/** What the list shows. */
export interface AuditListProps {
  /** The entries, newest first. */
  entries: readonly ShownEntry[];
  /** Every action there is, by its name. */
  actions: Readonly<Record<string, string>>;
  /** The action that is shown; empty for all. */
  action: string;
  /** Address of the next page; `null`: there is none. */
  olderHref: string | null;
}

const COLUMNS = ["When", "What", "Who", "Address"];

/** A filter and a table. */
export function AuditList(
  { entries, actions, action, olderHref }: AuditListProps,
) {
  return (
    <section class="panel">
      <form
        method="get"
        action="/admin/audit"
        class="desk-form panel-head"
        autocomplete="off"
      >
        <SelectField
          label="Show"
          name="action"
          chosen={action}
          options={[["", "everything"], ...Object.entries(actions)]}
        />
        <button type="submit" class="desk-button">Show</button>
      </form>
      {entries.length === 0
        ? <EmptyState title="Nothing was done" />
        : (
          <DeskTable label="Audit log" name="audit-table" columns={COLUMNS}>
            {entries.map((entry, i) => <AuditRow key={i} {...entry} />)}
          </DeskTable>
        )}
      {olderHref !== null && (
        <p class="desk-more">
          <a href={olderHref}>Older ones</a>
        </p>
      )}
    </section>
  );
}

function AuditRow({ at, what, about, who, from, isFailure }: ShownEntry) {
  return (
    <tr data-failure={isFailure ? "" : undefined}>
      <td>
        <When at={at} />
      </td>
      <th scope="row">
        {what}
        {about !== "" && <span class="soft">{about}</span>}
      </th>
      <td>{who}</td>
      <td>
        <code>{from}</code>
      </td>
    </tr>
  );
}
