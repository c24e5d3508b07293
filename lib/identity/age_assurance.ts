/**
 * Age assurance: a visitor is sent to a provider and comes back with its word
 * that they are an adult, a signed token that lives for minutes. Our own cookie
 * keeps that word for as long as the visitor is known; of the visitor we learn
 * nothing else.
 *
 * The provider, or a few lines in front of one, is called at
 * `AGE_ASSURANCE_URL` with `state` and `return_to`. It sends the browser to
 * `return_to` with `state` and `token`: a JWT (RFC 7519) signed by HS256 with
 * `AGE_ASSURANCE_SECRET`, with `sub` equal to `state`, `age_over_18: true`,
 * and `exp` at most ten minutes ahead. Any other answer counts as "not known
 * to be an adult".
 *
 * @module
 */

import { parseCookie, stringifySetCookie } from "cookie";
import { jwtVerify } from "jose";
import * as z from "zod/mini";
import { orderedId } from "./ordered_id.ts";
import { TokenSigner } from "./signed_token.ts";

/** The provider that is asked. */
export interface AgeAssuranceSettings {
  /** Where visitors are sent. */
  url: string;
  /** Key of the provider's signature. */
  secret: string;
}

/** Cookie that keeps the word of the provider. */
const ADULT = "adult";
/** Cookie that knows a visitor again who comes back. */
const STATE = "age_state";

const ADULT_SECONDS = 30 * 24 * 3600;
/** How long a visitor may take at the provider's, seconds. */
const STATE_SECONDS = 3600;
/** How long the provider's token may be good for at most, seconds. */
const MAX_TOKEN_SECONDS = 600;

const claimsSchema = z.object({
  sub: z.string(),
  exp: z.number(),
  age_over_18: z.literal(true),
});

/** Where a visitor is sent, and the cookie they take along. */
export interface AgeQuestion {
  /** Address at the provider's. */
  location: string;
  /** Value of `Set-Cookie`. */
  cookie: string;
}

/** A visitor who came back. */
export interface AgeAnswer {
  /** Who they are. */
  anonId: string;
  /** Their `Cookie` header. */
  cookieHeader: string | null;
  /** What the provider gave them; `null` for nothing. */
  token: string | null;
}

/** Asks one provider. */
export class AgeAssurance {
  readonly #settings: AgeAssuranceSettings;
  readonly #signer: TokenSigner;
  readonly #key: Uint8Array;

  /**
   * Makes one that asks the provider of the settings.
   *
   * @param settings The provider.
   * @param cookieSecret Key of our own signature.
   */
  constructor(settings: AgeAssuranceSettings, cookieSecret: string) {
    this.#settings = settings;
    this.#signer = new TokenSigner(cookieSecret, "adult");
    this.#key = new TextEncoder().encode(settings.secret);
  }

  /**
   * Sends a visitor to the provider.
   *
   * @param returnTo Address on this site that they come back to.
   */
  ask(
    returnTo: string,
    { now, isSecure }: { now: number; isSecure: boolean },
  ): AgeQuestion {
    const state = orderedId(now);
    const url = new URL(this.#settings.url);
    url.searchParams.set("state", state);
    url.searchParams.set("return_to", returnTo);
    return {
      location: url.href,
      cookie: cookieText(STATE, state, { isSecure, maxAge: STATE_SECONDS }),
    };
  }

  /**
   * Hears what the provider says of one who came back.
   *
   * @returns The `Set-Cookie` that keeps it; `null` unless they are an adult.
   */
  async hear(
    { anonId, cookieHeader, token }: AgeAnswer,
    { now, isSecure }: { now: number; isSecure: boolean },
  ): Promise<string | null> {
    const state = parseCookie(cookieHeader ?? "")[STATE];
    if (token === null || state === undefined) return null;
    if (!await this.#isWordFor(state, token, now)) return null;
    const expiresAt = now + ADULT_SECONDS * 1_000;
    const value = this.#signer.sign({ id: anonId, expiresAt });
    return cookieText(ADULT, value, { isSecure, maxAge: ADULT_SECONDS });
  }

  /** Says whether a visitor is known to be an adult. */
  isAdult(
    anonId: string | null,
    cookieHeader: string | null,
    now: number,
  ): boolean {
    const token = parseCookie(cookieHeader ?? "")[ADULT];
    if (token === undefined || anonId === null) return false;
    return this.#signer.verify(token, now)?.id === anonId;
  }

  async #isWordFor(
    state: string,
    token: string,
    now: number,
  ): Promise<boolean> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ["HS256"],
        currentDate: new Date(now),
      });
      const { sub, exp } = claimsSchema.parse(payload);
      return sub === state && exp * 1_000 <= now + MAX_TOKEN_SECONDS * 1_000;
    } catch {
      // Forged, expired or of another form: no word at all.
      return false;
    }
  }
}

function cookieText(
  name: string,
  value: string,
  { isSecure, maxAge }: { isSecure: boolean; maxAge: number },
): string {
  return stringifySetCookie({
    name,
    value,
    path: "/",
    maxAge,
    sameSite: "lax",
    httpOnly: true,
    secure: isSecure,
  });
}
