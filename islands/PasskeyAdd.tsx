/**
 * Makes a passkey and sends it.
 *
 * @module
 */

import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { usePasskeyForm } from "@/components/admin/passkey_form.ts";

/** What the page hands to its island. */
export interface PasskeyAddProps {
  /** What the browser needs to make one. */
  options: PublicKeyCredentialCreationOptionsJSON;
  /** Names the question that is answered. */
  challengeId: string;
}

/** A name, a button, and the form behind them. */
export default function PasskeyAdd({ options, challengeId }: PasskeyAddProps) {
  const { form, answer, problem, isReady, send } = usePasskeyForm(
    async () => {
      const { startRegistration } = await import("@simplewebauthn/browser");
      return await startRegistration({ optionsJSON: options });
    },
    (error) =>
      error instanceof Error && error.name === "InvalidStateError"
        ? "This passkey is there already."
        : "The browser made no passkey. Load the page again to retry.",
  );

  return (
    <form
      method="post"
      action="/admin/settings/passkeys"
      ref={form}
      class="desk-form"
    >
      <input type="hidden" name="do" value="add" />
      <input type="hidden" name="challengeId" value={challengeId} />
      <input type="hidden" name="passkey" ref={answer} />
      <label>
        <span>Name</span>
        <input
          class="desk-field"
          name="name"
          maxLength={40}
          placeholder="My laptop"
          autocomplete="off"
        />
      </label>
      <button
        type="button"
        class="desk-button desk-button-main"
        disabled={!isReady.value}
        onClick={send}
      >
        Add a passkey
      </button>
      <p class="soft" role="status">{problem.value}</p>
    </form>
  );
}
