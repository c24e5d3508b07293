/**
 * The door to everything that is for admins: the password, the bearer token
 * and the sessions, with one count of guesses for each address.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import { type AuditAction, AuditLog } from "./audit_log.ts";
import { isSameSecret } from "./constant_time.ts";
import { KnownAddresses } from "./known_addresses.ts";
import type { Guess, SecondGuess } from "./guess.ts";
import { type HashCost, PasswordHash } from "./password.ts";
import type { PasskeyProofs, Site } from "./passkey_proofs.ts";
import { type SecondAnswer, SecondFactor } from "./second_factor.ts";
import { SessionCookie } from "./session_cookie.ts";
import { AdminSessions } from "./sessions.ts";
import { Tries } from "./tries.ts";
import { SerialQueue } from "./serial_queue.ts";

/** An admin, as a request shows one. */
export interface Admin {
  /** The session; `null` where the bearer token was sent. */
  sessionId: string | null;
}

/** What the door works with. */
export interface DoorDeps {
  /** Where sessions are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Settings. */
  config: {
    /** Password of the dashboard, or the line of its hash. */
    adminPassword: string;
    /** Bearer token; `undefined` turns it off. */
    adminToken: string | undefined;
    /** Key of signatures, and of what is derived from the password. */
    anonSecret: string;
  };
  /** How much work a guess is; less in tests. */
  hashCost?: HashCost | undefined;
  /** Asks authenticators; a stand-in in tests. */
  proofs?: PasskeyProofs | undefined;
}

const BEARER = /^Bearer +(\S+)$/i;

/** Letters of a session's id and of an address's hash that the log shows. */
const SHOWN_LETTERS = 8;

/** Guesses that may wait for the one that is looked at, which takes a core. */
const MAX_WAITING_GUESSES = 16;

/** What those who find more are told to wait. */
const BUSY_WAIT_SECONDS = 5;

/** Lets admins in. */
export class AdminDoor {
  /** Who is in. */
  readonly sessions: AdminSessions;
  /** What happened here. */
  readonly audit: AuditLog;
  /** Carries a session. */
  readonly cookie: SessionCookie;
  /** What is asked beside the password. */
  readonly second: SecondFactor;
  readonly #deps: DoorDeps;
  readonly #tries: Tries;
  readonly #known: KnownAddresses;
  #hash: Promise<PasswordHash> | undefined;
  readonly #strangers = new SerialQueue(MAX_WAITING_GUESSES);
  /** A crowd of strangers must not keep an admin waiting. */
  readonly #acquaintances = new SerialQueue(MAX_WAITING_GUESSES);

  /**
   * Makes a door that nobody has knocked at.
   *
   * @param deps What it works with.
   */
  constructor(deps: DoorDeps) {
    const { store, now, config: { anonSecret: secret } } = deps;
    this.#deps = deps;
    this.#tries = new Tries(now);
    this.#known = new KnownAddresses({ store, now, secret });
    this.sessions = new AdminSessions(store, now);
    this.audit = new AuditLog(store, now);
    this.cookie = new SessionCookie(secret);
    this.second = new SecondFactor({ store, now, secret, proofs: deps.proofs });
  }

  /**
   * Tries a password. Too many guesses from an address are not looked at; but
   * where an admin was before they are, so that nobody can lock that one out,
   * and it is only the answer to a wrong one that changes.
   *
   * @param site The site as the browser knows it, for passkeys.
   */
  async trySignIn(
    password: string,
    address: string,
    site: Site,
  ): Promise<Guess> {
    const isKnown = await this.#known.has(address);
    const waitSeconds = this.#tries.waitSeconds(address);
    if (waitSeconds > 0 && !isKnown) return { isRight: false, waitSeconds };
    const count = this.#tries.noteGuess(address);
    const hash = await this.#hashOnce();
    const queue = isKnown ? this.#acquaintances : this.#strangers;
    const isRight = await queue.run(() => hash.matches(password));
    if (isRight === undefined) {
      return { isRight: false, waitSeconds: BUSY_WAIT_SECONDS };
    }
    if (!isRight) {
      await this.#noteFailure("wrong-password", address, count);
      return { isRight, waitSeconds };
    }
    const step = await this.second.begin(site, hash.tag);
    if (step !== null) return { isRight, token: null, step };
    return { isRight, token: await this.#letIn(address) };
  }

  /**
   * Tries a passkey, or a code on paper, after the password. It counts as a
   * guess like any other.
   */
  async trySecond(
    answer: SecondAnswer,
    address: string,
    site: Site,
  ): Promise<SecondGuess> {
    const isKnown = await this.#known.has(address);
    const waitSeconds = this.#tries.waitSeconds(address);
    if (waitSeconds > 0 && !isKnown) {
      return { isRight: false, waitSeconds, step: null };
    }
    const count = this.#tries.noteGuess(address);
    const tag = await this.passwordTag();
    const proof = await this.second.check(answer, site, tag);
    if (proof === "wrong" || proof === "stale") {
      await this.#noteFailure("wrong-second", address, count);
      const mayTryAgain = proof === "wrong" && waitSeconds === 0;
      const step = mayTryAgain ? await this.second.begin(site, tag) : null;
      return { isRight: false, waitSeconds, step };
    }
    const token = await this.#letIn(
      address,
      proof.by === "code" ? "used-code" : "signed-in",
      proof.by === "code" ? undefined : proof.passkey.name,
    );
    return { isRight: true, token };
  }

  async #letIn(
    address: string,
    action: AuditAction = "signed-in",
    about?: string,
  ): Promise<string> {
    const tag = await this.passwordTag();
    const { token, sessionId } = await this.sessions.open(tag);
    await this.#known.note(address);
    await this.note({ sessionId }, action, {
      address,
      ...(about !== undefined && { about }),
    });
    return token;
  }

  /**
   * Tells whether a request comes from an admin.
   *
   * @returns `null` for everybody else, or the seconds that an address which
   * guessed too many tokens has to wait.
   */
  async recognize(
    { headers }: Request,
    address: string,
  ): Promise<Admin | null | number> {
    const bearer = BEARER.exec(headers.get("authorization") ?? "")?.[1];
    if (bearer !== undefined) return await this.#tryBearer(bearer, address);
    const token = this.cookie.read(headers.get("cookie"), this.#deps.now());
    if (token === null) return null;
    return await this.sessions.use(token, await this.passwordTag());
  }

  /** Says whether an admin came from an address in the last thirty days. */
  async isKnown(address: string): Promise<boolean> {
    return await this.#known.has(address);
  }

  /**
   * Says whether one who was let in still is: a session may have been ended.
   * The bearer token is a setting, and so holds as long as the process.
   */
  async isStillIn({ sessionId }: Admin): Promise<boolean> {
    return sessionId === null ||
      await this.sessions.lives(sessionId, await this.passwordTag());
  }

  /** Tag of the password of now, which sessions carry. */
  async passwordTag(): Promise<string> {
    return (await this.#hashOnce()).tag;
  }

  /**
   * Writes down what an admin did.
   *
   * @param what `address` it was done from; `about` tells what it was done to.
   */
  async note(
    { sessionId }: Admin,
    action: AuditAction,
    { address, about }: { address: string; about?: string },
  ): Promise<void> {
    await this.audit.note({
      action,
      who: sessionId?.slice(0, SHOWN_LETTERS) ?? "token",
      from: this.#shownAddress(address),
      ...(about !== undefined && { about }),
    });
  }

  async #tryBearer(
    token: string,
    address: string,
  ): Promise<Admin | null | number> {
    const { adminToken } = this.#deps.config;
    const waitSeconds = this.#tries.waitSeconds(address);
    const isKnown = waitSeconds > 0 && await this.#known.has(address);
    if (waitSeconds > 0 && !isKnown) return waitSeconds;
    if (adminToken !== undefined && isSameSecret(token, adminToken)) {
      await this.#known.note(address);
      return { sessionId: null };
    }
    const count = this.#tries.noteGuess(address);
    await this.#noteFailure("wrong-token", address, count);
    return waitSeconds > 0 ? waitSeconds : null;
  }

  async #noteFailure(
    action: AuditAction,
    address: string,
    count: number,
  ): Promise<void> {
    const from = this.#shownAddress(address);
    await this.audit.note({ action, who: null, from, about: `try ${count}` });
  }

  #shownAddress(address: string): string {
    return this.#known.hashOf(address).slice(0, SHOWN_LETTERS);
  }

  /** Made when first needed, for it takes a moment. */
  #hashOnce(): Promise<PasswordHash> {
    const { config: { adminPassword, anonSecret }, hashCost } = this.#deps;
    this.#hash ??= PasswordHash.of(adminPassword, anonSecret, hashCost);
    return this.#hash;
  }
}
