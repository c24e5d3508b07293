/**
 * A table that is scrolled sideways where it has no room.
 *
 * @module
 */

import type { ComponentChildren } from "preact";

/** What the table is made of. */
export interface DeskTableProps {
  /** What it lists, for who does not see it. */
  label: string;
  /** A class of its own, such as `alert-table`. */
  name?: string;
  /** What its columns are called. */
  columns: readonly string[];
  /** Its rows. */
  children: ComponentChildren;
}

/** The table; it takes the focus, so that keys can scroll it. */
export function DeskTable(
  { label, name = "", columns, children }: DeskTableProps,
) {
  return (
    <div class="desk-scroll" tabIndex={0} role="region" aria-label={label}>
      <table class={`desk-table ${name}`}>
        <thead>
          <tr>
            {columns.map((title) => <th key={title} scope="col">{title}</th>)}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
