/**
 * What admins did, and who tried to be one.
 *
 * @module
 */

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

/** A filter and a table. */
export function AuditList(
  { entries, actions, action, olderHref }: AuditListProps,
) {
  return (
    <section class="panel">
      <form method="get" action="/admin/audit" class="desk-form panel-head">
        <label>
          <span>Show</span>
          <select class="desk-field" name="action">
            <option value="">everything</option>
            {Object.entries(actions).map(([name, words]) => (
              <option key={name} value={name} selected={name === action}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="desk-button">Show</button>
      </form>
      {entries.length === 0 ? <EmptyState title="Nothing was done" /> : (
        <div
          class="desk-scroll"
          tabIndex={0}
          role="region"
          aria-label="Audit log"
        >
          <table class="desk-table audit-table">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col">Who</th>
                <th scope="col">Address</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry, i) => (
                <tr key={i} data-failure={entry.isFailure ? "" : undefined}>
                  <td>
                    <When at={entry.at} />
                  </td>
                  <th scope="row">
                    {entry.what}
                    {entry.about !== "" && (
                      <span class="soft">{entry.about}</span>
                    )}
                  </th>
                  <td>{entry.who}</td>
                  <td>
                    <code>{entry.from}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {olderHref !== null && (
        <p class="desk-more">
          <a href={olderHref}>Older ones</a>
        </p>
      )}
    </section>
  );
}
