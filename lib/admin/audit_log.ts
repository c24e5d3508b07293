/**
 * What admins did, and who tried to be one.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { orderedId } from "@/lib/identity/ordered_id.ts";
import type { Store } from "@/lib/kv/store.ts";
import { RateLimiter } from "@/lib/safety/rate_limit.ts";
import { adminKeys } from "./keys.ts";

/** What can be done, as it is shown. */
export const AUDIT_ACTIONS = {
  "signed-in": "Signed in",
  "wrong-password": "Wrong password",
  "wrong-token": "Wrong bearer token",
  "signed-out": "Signed out",
  "ended-session": "Ended another session",
  "signed-out-everywhere": "Signed out everywhere",
  "acknowledged-alert": "Acknowledged an alert",
  "exported": "Exported figures",
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

/** How long entries are kept, milliseconds. */
export const AUDIT_MS = 90 * 24 * 3_600_000;

/** Failed tries that are written, of all addresses: a crowd fills no disk. */
const WRITTEN_FAILURES = { burst: 100, perSecond: 1 / 60 };

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

  /** Reads the latest entries, newest first. */
  async latest(limit: number): Promise<AuditEntry[]> {
    const listing = this.#store.list<AuditEntry>({
      prefix: adminKeys.auditEntries(),
    }, { reverse: true, limit });
    const entries = await Array.fromAsync(listing, ({ value }) => value);
    return entries.filter(({ at }) => this.#now() - at < AUDIT_MS);
  }
}
