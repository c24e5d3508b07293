/**
 * The second factor: a passkey beside the password, where admins have added
 * one, or a code on paper in its place.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { TokenSigner } from "@/lib/identity/signed_token.ts";
import type { Store } from "@/lib/kv/store.ts";
import { CHALLENGE_MS, Challenges } from "./challenges.ts";
import {
  claimedId,
  type PasskeyProofs,
  type RegistrationOptions,
  type SignInOptions,
  type Site,
  webAuthnProofs,
} from "./passkey_proofs.ts";
import { type Passkey, Passkeys } from "./passkeys.ts";
import { RecoveryCodes } from "./recovery_codes.ts";

/** What somebody is asked who knew the password. */
export interface SecondStep {
  /** Proves that the password was right; for one answer, soon. */
  ticket: string;
  /** What the browser needs to ask for a passkey; `null`: none is of here. */
  options: SignInOptions | null;
}

/** What a browser needs to make a passkey. */
export interface RegistrationStep {
  /** Names the question when it is answered. */
  challengeId: string;
  /** For the browser. */
  options: RegistrationOptions;
}

/** An answer to the second step; one of the two is given. */
export interface SecondAnswer {
  /** Ticket of the step. */
  ticket: string;
  /** What the browser says of a passkey. */
  passkey?: unknown;
  /** A code on paper. */
  code?: string | undefined;
}

/** What an answer is worth. */
export type SecondProof =
  /** It is right. */
  | { by: "passkey"; passkey: Passkey }
  | { by: "code" }
  /** It is not right, but its ticket was: it may be asked again. */
  | "wrong"
  /** The password was not given lately, or is another one now. */
  | "stale";

/** What it works with. */
export interface SecondFactorDeps {
  /** Where passkeys, questions and codes are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Key of tickets, and of the hashes of codes. */
  secret: string;
  /** Asks authenticators and checks what they say. Default: WebAuthn. */
  proofs?: PasskeyProofs | undefined;
}

const LONGEST_NAME = 40;

/** Asks for the second factor. */
export class SecondFactor {
  /** The passkeys. */
  readonly passkeys: Passkeys;
  /** The codes on paper. */
  readonly codes: RecoveryCodes;
  readonly #challenges: Challenges;
  readonly #tickets: TokenSigner;
  readonly #proofs: PasskeyProofs;
  readonly #now: Clock;

  /** Works on what is kept in `deps.store`. */
  constructor(
    { store, now, secret, proofs = webAuthnProofs }: SecondFactorDeps,
  ) {
    this.passkeys = new Passkeys(store);
    this.codes = new RecoveryCodes(store, secret);
    this.#challenges = new Challenges(store, now);
    this.#tickets = new TokenSigner(secret, "admin-second-step");
    this.#proofs = proofs;
    this.#now = now;
  }

  /**
   * Begins the second step of somebody who knew the password.
   *
   * @param passwordTag Tag of that password: another one ends the step.
   * @returns `null` where no admin has added a passkey, of whatever host.
   */
  async begin(site: Site, passwordTag: string): Promise<SecondStep | null> {
    const all = await this.passkeys.list();
    if (all.length === 0) return null;
    const known = all.filter(({ rpId }) => rpId === site.rpId);
    const options = known.length === 0
      ? null
      : await this.#proofs.signIn(site, known);
    const id = await this.#challenges.put({
      purpose: "sign-in",
      // No answer fits where nothing was asked; a code still does.
      challenge: options?.challenge ?? "",
      to: passwordTag,
    });
    const expiresAt = this.#now() + CHALLENGE_MS;
    return { ticket: this.#tickets.sign({ id, expiresAt }), options };
  }

  /**
   * Looks at an answer. The ticket is used up whatever came of it.
   */
  async check(
    { ticket, passkey, code }: SecondAnswer,
    site: Site,
    passwordTag: string,
  ): Promise<SecondProof> {
    const id = this.#tickets.verify(ticket, this.#now())?.id;
    if (id === undefined) return "stale";
    const asked = { purpose: "sign-in", to: passwordTag } as const;
    const question = await this.#challenges.take(id, asked);
    if (question === null) return "stale";
    if (code !== undefined) {
      return await this.codes.use(code) ? { by: "code" } : "wrong";
    }
    return await this.#checkPasskey(passkey, {
      challenge: question.challenge,
      site,
    });
  }

  /** Begins adding a passkey, for a session. */
  async beginRegistration(
    site: Site,
    sessionId: string,
  ): Promise<RegistrationStep> {
    const known = await this.passkeys.list();
    const options = await this.#proofs.registration(site, known);
    const challengeId = await this.#challenges.put({
      purpose: "register",
      challenge: options.challenge,
      to: sessionId,
    });
    return { challengeId, options };
  }

  /**
   * Adds the passkey that a browser made.
   *
   * @returns The passkey, and the codes where it is the first one; `null` where
   * the answer is not right, comes too late, or from another session.
   */
  async register(
    { challengeId, answer, name }: {
      challengeId: string;
      answer: unknown;
      name: string;
    },
    site: Site,
    sessionId: string,
  ): Promise<{ passkey: Passkey; codes: string[] | null } | null> {
    const asked = { purpose: "register", to: sessionId } as const;
    const question = await this.#challenges.take(challengeId, asked);
    if (question === null) return null;
    const { challenge } = question;
    const read = await this.#proofs.readRegistration(answer, {
      challenge,
      site,
    });
    if (read === null) return null;
    const passkey: Passkey = {
      ...read,
      rpId: site.rpId,
      name: name.trim().slice(0, LONGEST_NAME) || "Passkey",
      createdAt: this.#now(),
      usedAt: null,
    };
    if (!await this.passkeys.add(passkey)) return null;
    const isFirst = await this.codes.count() === 0;
    return { passkey, codes: isFirst ? await this.codes.renew() : null };
  }

  /** Removes a passkey; with the last one the codes go, too. */
  async remove(id: string): Promise<Passkey | null> {
    const removed = await this.passkeys.remove(id);
    if ((await this.passkeys.list()).length === 0) await this.codes.clear();
    return removed;
  }

  async #checkPasskey(
    answer: unknown,
    expected: { challenge: string; site: Site },
  ): Promise<SecondProof> {
    const id = claimedId(answer);
    const passkey = id === null ? null : await this.passkeys.get(id);
    if (passkey === null || passkey.rpId !== expected.site.rpId) {
      return "wrong";
    }
    const counter = await this.#proofs.checkSignIn(answer, {
      ...expected,
      passkey,
    });
    if (counter === null) return "wrong";
    const use = { counter, usedAt: this.#now() };
    return await this.passkeys.noteUse(passkey.id, use)
      ? { by: "passkey", passkey }
      : "wrong";
  }
}
