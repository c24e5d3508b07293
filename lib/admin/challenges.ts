/**
 * Questions to an authenticator, each of which may be answered once, soon.
 *
 * @module
 */

import { randomBytes } from "node:crypto";
import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import { adminKeys } from "./keys.ts";

/** What an answer is for. */
export type ChallengePurpose = "register" | "sign-in";

/** A question. */
export interface Challenge {
  /** What the authenticator signs, base64url. */
  challenge: string;
  /** What the answer is for. */
  purpose: ChallengePurpose;
  /**
   * Whom it was put to: the session that registers, or the tag of the password
   * that was right.
   */
  to: string;
  /** When it is too late for an answer, Unix milliseconds. */
  expiresAt: number;
}

/** How long an answer is waited for, milliseconds: a walk to one's phone. */
export const CHALLENGE_MS = 5 * 60_000;

const ID_BYTES = 24;

/** Puts questions, and takes each back when it is answered. */
export class Challenges {
  readonly #store: Store;
  readonly #now: Clock;

  /** Keeps the questions in `store`, by the time of `now`. */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /** Keeps a question; gives its id, which nobody can guess. */
  async put(question: Omit<Challenge, "expiresAt">): Promise<string> {
    const id = randomBytes(ID_BYTES).toString("base64url");
    const expiresAt = this.#now() + CHALLENGE_MS;
    await this.#store.commit({
      mutations: [{
        type: "set",
        key: adminKeys.challenge(id),
        value: { ...question, expiresAt },
        expireInMs: CHALLENGE_MS,
      }],
    });
    return id;
  }

  /**
   * Takes a question back: of several who answer at once, one may.
   *
   * @returns `null` when there is none, it is too late, or was another's.
   */
  async take(
    id: string,
    { purpose, to }: Pick<Challenge, "purpose" | "to">,
  ): Promise<Challenge | null> {
    const key = adminKeys.challenge(id);
    const entry = await this.#store.get<Challenge>(key);
    if (entry.value === null) return null;
    const { ok } = await this.#store.commit({
      checks: [entry],
      mutations: [{ type: "delete", key }],
    });
    const { value } = entry;
    const isMeant = value.purpose === purpose && value.to === to;
    return ok && isMeant && value.expiresAt > this.#now() ? value : null;
  }
}
