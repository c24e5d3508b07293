/**
 * Sessions of admins: each has a record of its own in the store, so that it
 * can be ended there.
 *
 * @module
 */

import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import { adminKeys } from "./keys.ts";

/** A session. */
export interface AdminSession {
  /** Hash of its token: a copied database lets nobody in. */
  sessionId: string;
  /** When the password was given, Unix milliseconds. */
  createdAt: number;
  /** When it was last seen, to a quarter of an hour, Unix milliseconds. */
  seenAt: number;
  /** When it ends unless it is used, Unix milliseconds. */
  expiresAt: number;
  /** Which password opened it; another one ends it. */
  passwordTag: string;
}

/** Life of a session after its last use, milliseconds: a working day. */
export const SESSION_MS = 12 * 3_600_000;

/** A use within this time after the last one writes nothing. */
export const TOUCH_MS = 15 * 60_000;

const TOKEN_BYTES = 32;

/** Names a session by its token. */
function idOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** Opens, finds and ends sessions. */
export class AdminSessions {
  readonly #store: Store;
  readonly #now: Clock;

  /**
   * Works on the sessions of a store.
   *
   * @param store Where they are kept.
   * @param now Tells the time.
   */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Opens a session.
   *
   * @returns Its id, and its token, which only the browser keeps.
   */
  async open(
    passwordTag: string,
  ): Promise<{ token: string; sessionId: string }> {
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    const now = this.#now();
    const sessionId = idOf(token);
    await this.#write({
      sessionId,
      createdAt: now,
      seenAt: now,
      expiresAt: now + SESSION_MS,
      passwordTag,
    });
    return { token, sessionId };
  }

  /**
   * Finds a living session and counts this as a use of it.
   *
   * @param passwordTag Tag of the password of now.
   * @returns `null` when there is none.
   */
  async use(token: string, passwordTag: string): Promise<AdminSession | null> {
    const key = adminKeys.session(idOf(token));
    const entry = await this.#store.get<AdminSession>(key);
    const now = this.#now();
    const session = entry.value;
    if (session === null || session.expiresAt <= now) return null;
    if (session.passwordTag !== passwordTag) return null;
    const unseenMs = now - session.seenAt;
    if (unseenMs >= 0 && unseenMs < TOUCH_MS) return session;
    const touched = { ...session, seenAt: now, expiresAt: now + SESSION_MS };
    // Checked, so that a use does not bring back what was just signed out.
    return await this.#write(touched, entry) ? touched : null;
  }

  /** Says whether a session lives, without counting this as a use of it. */
  async lives(sessionId: string, passwordTag: string): Promise<boolean> {
    const key = adminKeys.session(sessionId);
    const { value } = await this.#store.get<AdminSession>(key);
    return value !== null && value.expiresAt > this.#now() &&
      value.passwordTag === passwordTag;
  }

  /** Lists the living sessions, the last seen first. */
  async list(passwordTag: string): Promise<AdminSession[]> {
    const now = this.#now();
    const listing = this.#store.list<AdminSession>({
      prefix: adminKeys.sessions(),
    });
    const sessions = await Array.fromAsync(listing, ({ value }) => value);
    return sessions
      .filter((one) => one.expiresAt > now && one.passwordTag === passwordTag)
      .sort((a, b) => b.seenAt - a.seenAt);
  }

  /** Ends one session, on every instance. */
  async end(sessionId: string): Promise<void> {
    await this.#store.commit({
      mutations: [{ type: "delete", key: adminKeys.session(sessionId) }],
    });
  }

  /** Ends all sessions. */
  async endAll(): Promise<void> {
    const listing = this.#store.list({ prefix: adminKeys.sessions() });
    for await (const { key } of listing) {
      await this.#store.commit({ mutations: [{ type: "delete", key }] });
    }
  }

  async #write(
    session: AdminSession,
    check?: Deno.AtomicCheck,
  ): Promise<boolean> {
    const { ok } = await this.#store.commit({
      ...(check && { checks: [check] }),
      mutations: [{
        type: "set",
        key: adminKeys.session(session.sessionId),
        value: session,
        expireInMs: SESSION_MS,
      }],
    });
    return ok;
  }
}
