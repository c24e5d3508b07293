/**
 * What admins did, and who tried to be one.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { orderedId, timePrefix } from "@/lib/identity/ordered_id.ts";
import { deleteKeys, keysIn } from "@/lib/kv/delete_keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import { RateLimiter } from "@/lib/safety/rate_limit.ts";
import { adminKeys } from "./keys.ts";

/** What can be done, as it is shown. */
export const AUDIT_ACTIONS = {
  "signed-in": "Signed in",
  "wrong-password": "Wrong password",
  "wrong-token": "Wrong bearer token",
  "wrong-second": "Wrong passkey or code",
  "signed-out": "Signed out",
  "ended-session": "Ended another session",
  "signed-out-everywhere": "Signed out everywhere",
  "acknowledged-alert": "Acknowledged an alert",
  "looked-for-visitor": "Looked for a visitor's call",
  "exported": "Exported figures",
  "changed-settings": "Changed settings",
  "deleted-visitor": "Deleted a visitor's data",
  "added-passkey": "Added a passkey",
  "removed-passkey": "Removed a passkey",
  "renewed-codes": "Made new recovery codes",
  "used-code": "Used a recovery code",
} as const;

/** Something that was done. */
export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** What an entry tells besides the time. */
export interface AuditEvent {
  /** What was done. */
  action: AuditAction;
  /** First letters of the session, `token` for a tool, `null` for a stranger. */
  who: string | null;
  /** First letters of a keyed hash of the address: two entries compare. */
  from: string;
  /** What it was done to, where the action does not say. */
  about?: string;
}

/** One line of the log. */
export interface AuditEntry extends AuditEvent {
  /** When it was done, Unix milliseconds. */
  at: number;
  /** Failed tries that came before it and were too many to write down. */
  unwrittenCount?: number;
}

/** Which entries are read. */
export interface AuditQuery {
  /** Only what was done before, Unix milliseconds. */
  before?: number;
  /** Only what is of this kind. */
  action?: AuditAction;
}

/** How long entries are kept at most, milliseconds. */
export const AUDIT_MS = 90 * 24 * 3_600_000;

/** Failed tries that are written, of all addresses: a crowd fills no disk. */
const WRITTEN_FAILURES = { burst: 100, perSecond: 1 / 60 };

/**
 * Lists what was done within a span, oldest first.
 *
 * @param store Where the log is kept.
 * @param range Span, and `now`: what is too old is left out; Unix milliseconds.
 */
export async function* listAudit(
  store: Store,
  { fromMs, toMs, now }: { fromMs: number; toMs: number; now: number },
): AsyncGenerator<AuditEntry> {
  if (toMs <= fromMs) return;
  const listing = store.list<AuditEntry>({
    start: adminKeys.auditEntry(timePrefix(fromMs)),
    end: adminKeys.auditEntry(timePrefix(toMs)),
  });
  for await (const { value } of listing) {
    if (now - value.at < AUDIT_MS) yield value;
  }
}

/** Writes the log and reads it. */
export class AuditLog {
  readonly #store: Store;
  readonly #now: Clock;
  readonly #failures: RateLimiter;
  #unwrittenCount = 0;

  /**
   * Works on the log of a store.
   *
   * @param store Where it is kept.
   * @param now Tells the time.
   */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
    this.#failures = new RateLimiter(WRITTEN_FAILURES, now);
  }

  /** Writes what somebody did; a stranger's doing only while there is room. */
  async note(event: AuditEvent): Promise<void> {
    if (event.who === null && this.#failures.take("all") > 0) {
      this.#unwrittenCount++;
      return;
    }
    const at = this.#now();
    const unwrittenCount = this.#unwrittenCount;
    this.#unwrittenCount = 0;
    const entry: AuditEntry = {
      ...event,
      at,
      ...(unwrittenCount > 0 && { unwrittenCount }),
    };
    await this.#store.commit({
      mutations: [{
        type: "set",
        key: adminKeys.auditEntry(orderedId(at)),
        value: entry,
        expireInMs: AUDIT_MS,
      }],
    });
  }

  /**
   * Reads entries, newest first.
   *
   * @param limit Most entries.
   * @param options `before` leaves out what was done then or later (Unix
   * milliseconds); `action` leaves out all others.
   */
  async latest(
    limit: number,
    { before = this.#now() + 1, action }: AuditQuery = {},
  ): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = [];
    const listing = this.#store.list<AuditEntry>({
      start: adminKeys.auditEntry(""),
      end: adminKeys.auditEntry(timePrefix(before)),
    }, { reverse: true });
    for await (const { value } of listing) {
      if (entries.length === limit) break;
      const isKept = this.#now() - value.at < AUDIT_MS;
      const isWanted = action === undefined || value.action === action;
      if (isKept && isWanted) entries.push(value);
    }
    return entries;
  }

  /**
   * Deletes what was written before a moment.
   *
   * @param beforeMs The moment, Unix milliseconds.
   * @returns How many entries.
   */
  async forgetBefore(beforeMs: number): Promise<number> {
    const range = {
      start: adminKeys.auditEntry(""),
      end: adminKeys.auditEntry(timePrefix(beforeMs)),
    };
    return await deleteKeys(this.#store, keysIn(this.#store, range));
  }
}
