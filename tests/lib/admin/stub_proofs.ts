/**
 * Authenticators without cryptography: an answer is true when it repeats the
 * question and the site it was put by.
 *
 * @module
 */

import type { PasskeyProofs, Site } from "@/lib/admin/passkey_proofs.ts";

/** The site under test. */
export const SITE: Site = {
  rpId: "parley.example",
  origin: "https://parley.example",
};

/** The same site by another host. */
export const OTHER_SITE: Site = {
  rpId: "other.example",
  origin: "https://other.example",
};

/** Says what an authenticator says that has the passkey `id`. */
export function answerOf(id: string, challenge: string, site = SITE) {
  return {
    id,
    rawId: id,
    type: "public-key",
    response: { clientDataJSON: "e30", challenge, origin: site.origin },
  };
}

interface Answer {
  id: string;
  response: { challenge: string; origin: string };
}

function isTrue(
  answer: Answer,
  { challenge, site }: { challenge: string; site: Site },
): boolean {
  const said = answer.response;
  return challenge !== "" && said.challenge === challenge &&
    said.origin === site.origin;
}

/** Makes such proofs; questions are numbered. */
export function stubProofs(): PasskeyProofs {
  let count = 0;
  const nextChallenge = () => `question-${++count}`;
  return {
    // deno-lint-ignore no-explicit-any -- only what is looked at in tests
    registration: () => Promise.resolve({ challenge: nextChallenge() } as any),
    readRegistration: (answer, expected) =>
      Promise.resolve(
        isTrue(answer as Answer, expected)
          ? {
            id: (answer as Answer).id,
            publicKey: new Uint8Array([1]),
            counter: 0,
            transports: ["internal"],
          }
          : null,
      ),
    signIn: (_, known) =>
      Promise.resolve({
        challenge: nextChallenge(),
        allowCredentials: known.map(({ id }) => ({ id, type: "public-key" })),
      }),
    checkSignIn: (answer, expected) =>
      Promise.resolve(
        isTrue(answer as Answer, expected)
          ? expected.passkey.counter + 1
          : null,
      ),
  };
}
