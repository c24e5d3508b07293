/**
 * Asks for a passkey and sends what the browser says of it.
 *
 * @module
 */

import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import { usePasskeyForm } from "@/components/admin/passkey_form.ts";

/** What the page hands to its island. */
export interface PasskeySignInProps {
  /** What the browser needs to ask. */
  options: PublicKeyCredentialRequestOptionsJSON;
  /** Proves that the password was right. */
  ticket: string;
  /** Path of the page that was asked for. */
  to: string;
}

/** A button, and the form behind it. */
export default function PasskeySignIn(
  { options, ticket, to }: PasskeySignInProps,
) {
  const { form, answer, problem, isReady, send } = usePasskeyForm(
    async () => {
      const { startAuthentication } = await import("@simplewebauthn/browser");
      return await startAuthentication({ optionsJSON: options });
    },
    // Whoever turned it down, or has it elsewhere, sees both ways still.
    () => "The browser showed no passkey. Try again, or use a code.",
  );

  return (
    <form method="post" action="/admin" ref={form} class="door-passkey">
      <input type="hidden" name="to" value={to} />
      <input type="hidden" name="ticket" value={ticket} />
      <input type="hidden" name="passkey" ref={answer} />
      <button
        type="button"
        class="button button-primary"
        disabled={!isReady.value}
        onClick={send}
      >
        Use your passkey
      </button>
      <p role="status">{problem.value}</p>
    </form>
  );
}
