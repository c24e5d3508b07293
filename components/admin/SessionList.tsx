/**
 * Where admins are signed in, the way out of each, and what was done.
 *
 * @module
 */

import { DeskHead } from "./DeskHead.tsx";
import { formatAge } from "@/lib/monitoring/overview/format.ts";

/** One session, as it is shown. */
export interface ShownSession {
  /** Names it when it is to be ended. */
  sessionId: string;
  /** When the password was given, Unix milliseconds. */
  createdAt: number;
  /** When it was last seen, Unix milliseconds. */
  seenAt: number;
  /** Whether it is the one that looks. */
  isOwn: boolean;
}

/** One line of the log, as it is shown. */
export interface ShownEntry {
  /** When it was done, Unix milliseconds. */
  at: number;
  /** What was done. */
  what: string;
  /** By whom and to what. */
  details: string;
  /** Whether somebody tried to be an admin and was none. */
  isFailure: boolean;
}

/** What the list shows. */
export interface SessionListProps {
  /** The sessions, the last seen first. */
  sessions: readonly ShownSession[];
  /** What was done lately, newest first. */
  entries: readonly ShownEntry[];
  /** Current time, Unix milliseconds. */
  now: number;
}

/** The sessions, each with a way to end it, and one way to end them all. */
export function SessionList({ sessions, entries, now }: SessionListProps) {
  return (
    <>
      <DeskHead title={headline(sessions.length)}>
        <form method="post" action="/admin/sign-out">
          <button type="submit" class="desk-button" name="session" value="all">
            Sign out everywhere
          </button>
        </form>
      </DeskHead>
      <section class="attention">
        <ul class="alerts">
          {sessions.map((session) => (
            <SessionItem key={session.sessionId} session={session} now={now} />
          ))}
        </ul>
      </section>
      <section class="audit">
        <h2>What admins did</h2>
        <ul>
          {entries.map((entry, i) => (
            <EntryItem key={i} entry={entry} now={now} />
          ))}
        </ul>
      </section>
    </>
  );
}

function EntryItem({ entry, now }: { entry: ShownEntry; now: number }) {
  const { at, what, details, isFailure } = entry;
  const utc = new Date(at).toISOString();
  return (
    <li data-failure={isFailure ? "" : undefined}>
      <strong>{what}</strong>
      <span>{details}</span>
      <time dateTime={utc} title={utc}>{`${formatAge(now - at)} ago`}</time>
    </li>
  );
}

function SessionItem({ session, now }: { session: ShownSession; now: number }) {
  const { sessionId, createdAt, seenAt, isOwn } = session;
  return (
    <li class="alert session">
      <div class="alert-what">
        <strong>{isOwn ? "This browser" : "Another browser"}</strong>
        <span>
          {`signed in ${formatAge(now - createdAt)} ago, seen ${
            formatAge(now - seenAt)
          } ago`}
        </span>
      </div>
      <form method="post" action="/admin/sign-out">
        <button
          type="submit"
          class="small-button"
          name="session"
          value={sessionId}
        >
          Sign out
        </button>
      </form>
    </li>
  );
}

function headline(count: number): string {
  if (count === 0) return "Nobody is signed in.";
  return count === 1 ? "Signed in once." : `Signed in ${count} times.`;
}
