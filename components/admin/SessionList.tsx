/**
 * Where admins are signed in, and the way out of each.
 *
 * @module
 */

import { formatAge } from "@/lib/monitoring/overview/format.ts";
import { When } from "./When.tsx";

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

/** What the list shows. */
export interface SessionListProps {
  /** The sessions, the last seen first. */
  sessions: readonly ShownSession[];
  /** Current time, Unix milliseconds. */
  now: number;
}

/** The sessions, each with a way to end it. */
export function SessionList({ sessions, now }: SessionListProps) {
  return (
    <section class="panel figure-panel">
      <h2>{headline(sessions.length)}</h2>
      <p class="soft">
        A session ends twelve hours after its last use, and at once for
        everybody when the password changes.
      </p>
      <ul class="session-list">
        {sessions.map((session) => (
          <SessionItem key={session.sessionId} session={session} now={now} />
        ))}
      </ul>
    </section>
  );
}

/** Ends every session. */
export function SignOutEverywhere() {
  return (
    <form method="post" action="/admin/sign-out">
      <button type="submit" class="desk-button" name="session" value="all">
        Sign out everywhere
      </button>
    </form>
  );
}

function SessionItem({ session, now }: { session: ShownSession; now: number }) {
  const { sessionId, createdAt, seenAt, isOwn } = session;
  return (
    <li>
      <div>
        <strong>{isOwn ? "This browser" : "Another browser"}</strong>
        <span class="soft">
          signed in <When at={createdAt} />
          {`, seen ${formatAge(now - seenAt)} ago`}
        </span>
      </div>
      <form method="post" action="/admin/sign-out">
        <button
          type="submit"
          class="desk-button"
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
