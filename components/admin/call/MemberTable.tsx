/**
 * Facts about the members of a call, side by side.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { memberName } from "@/lib/desk/call_words.ts";
import type { CallMember } from "@/lib/monitoring/overview/call_record.ts";

/** A fact: its name, and what it is for a member. */
export type MemberFact = readonly [
  name: string,
  of: (member: CallMember) => ComponentChildren,
];

/** What the table shows. */
export interface MemberTableProps {
  /** What the facts are about. */
  title: string;
  /** What else is to be said of them, in a few words. */
  note?: string;
  /** The facts, in order. */
  rows: readonly MemberFact[];
  /** The members. */
  members: readonly CallMember[];
}

/**
 * The table: a row for each fact, a column for each member. It takes the focus,
 * so that keys can scroll it where the members have no room.
 */
export function MemberTable({ title, note, rows, members }: MemberTableProps) {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{title}</h2>
        {note !== undefined && <span class="soft">{note}</span>}
      </div>
      <div class="desk-scroll" tabIndex={0} role="region" aria-label={title}>
        <table class="facts">
          <thead>
            <tr>
              <th scope="col">
                <span class="unseen">What</span>
              </th>
              {members.map(({ id }) => (
                <th key={id} scope="col">{memberName(id)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, of]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {members.map((member) => <td key={member.id}>{of(member)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
