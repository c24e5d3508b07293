/**
 * What authenticators say, and whether it is true: WebAuthn, by a package.
 *
 * @module
 */

import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { z } from "zod";
import type { Passkey } from "./passkeys.ts";

/** The site as browsers know it: a passkey is bound to it. */
export interface Site {
  /** Its host without the port, such as `parley.example`. */
  rpId: string;
  /** Scheme, host and port. */
  origin: string;
}

/** What a browser needs to make a passkey. */
export type RegistrationOptions = PublicKeyCredentialCreationOptionsJSON;

/** What a browser needs to show a passkey. */
export type SignInOptions = PublicKeyCredentialRequestOptionsJSON;

/** What is true of an answer. */
export interface Expected {
  /** The question, base64url. */
  challenge: string;
  /** The site it was put by. */
  site: Site;
}

/** Puts questions to authenticators, and checks their answers. */
export interface PasskeyProofs {
  /** What a browser needs to make a passkey, unless it has one of these. */
  registration(
    site: Site,
    known: readonly Passkey[],
  ): Promise<RegistrationOptions>;
  /** Reads the passkey that was made; `null` where the answer is not true. */
  readRegistration(
    answer: unknown,
    expected: Expected,
  ): Promise<
    Pick<Passkey, "id" | "publicKey" | "counter" | "transports"> | null
  >;
  /** What a browser needs to show one of these passkeys. */
  signIn(site: Site, known: readonly Passkey[]): Promise<SignInOptions>;
  /** The passkey's new counter; `null` where the answer is not true. */
  checkSignIn(
    answer: unknown,
    expected: Expected & { passkey: Passkey },
  ): Promise<number | null>;
}

const base64url = z.string().max(20_000).regex(/^[\w-]+$/);

const answerSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}).default({}),
  response: z.looseObject({ clientDataJSON: base64url }),
});

/** Names the passkey that an answer claims to be of; `null` for no answer. */
export function claimedId(answer: unknown): string | null {
  return answerSchema.safeParse(answer).data?.id ?? null;
}

const RP_NAME = "Parley admin";
const USER_NAME = "admin";

/** A second factor beside the password: that somebody is there is enough. */
const REQUIRE_USER_VERIFICATION = false;

/** Loaded when the first passkey is used: most sites have none. */
const load = () => import("@simplewebauthn/server");

function credentialsOf(known: readonly Passkey[]) {
  return known.map(({ id, transports }) => ({ id, transports }));
}

/** The questions and checks of WebAuthn. */
export const webAuthnProofs: PasskeyProofs = {
  async registration({ rpId }, known) {
    const { generateRegistrationOptions } = await load();
    return await generateRegistrationOptions({
      rpName: RP_NAME,
      rpID: rpId,
      userName: USER_NAME,
      attestationType: "none",
      excludeCredentials: credentialsOf(known),
      authenticatorSelection: {
        residentKey: "discouraged",
        userVerification: "discouraged",
      },
    });
  },
  async readRegistration(answer, { challenge, site }) {
    const { verifyRegistrationResponse } = await load();
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) return null;
    try {
      const { registrationInfo } = await verifyRegistrationResponse({
        response: parsed.data as unknown as RegistrationResponseJSON,
        expectedChallenge: challenge,
        expectedOrigin: site.origin,
        expectedRPID: site.rpId,
        requireUserVerification: REQUIRE_USER_VERIFICATION,
      });
      if (registrationInfo === undefined) return null;
      const { id, publicKey, counter, transports = [] } =
        registrationInfo.credential;
      return { id, publicKey, counter, transports };
    } catch {
      // The package throws for whatever is wrong with an answer.
      return null;
    }
  },
  async signIn({ rpId }, known) {
    const { generateAuthenticationOptions } = await load();
    return await generateAuthenticationOptions({
      rpID: rpId,
      allowCredentials: credentialsOf(known),
      userVerification: "discouraged",
    });
  },
  async checkSignIn(answer, { challenge, site, passkey }) {
    const { verifyAuthenticationResponse } = await load();
    const parsed = answerSchema.safeParse(answer);
    if (!parsed.success) return null;
    try {
      const { verified, authenticationInfo } =
        await verifyAuthenticationResponse({
          response: parsed.data as unknown as AuthenticationResponseJSON,
          expectedChallenge: challenge,
          expectedOrigin: site.origin,
          expectedRPID: site.rpId,
          credential: { ...passkey },
          requireUserVerification: REQUIRE_USER_VERIFICATION,
        });
      return verified ? authenticationInfo.newCounter : null;
    } catch {
      // The package throws for whatever is wrong with an answer.
      return null;
    }
  },
};
