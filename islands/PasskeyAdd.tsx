/**
 * Makes a passkey and sends it.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";

/** What the page hands to its island. */
export interface PasskeyAddProps {
  /** What the browser needs to make one. */
  options: PublicKeyCredentialCreationOptionsJSON;
  /** Names the question that is answered. */
  challengeId: string;
}

/** A name, a button, and the form behind them. */
export default function PasskeyAdd({ options, challengeId }: PasskeyAddProps) {
  const form = useRef<HTMLFormElement>(null);
  const answer = useRef<HTMLInputElement>(null);
  const problem = useSignal<string | null>(null);
  const isReady = useSignal(false);
  useEffect(() => {
    isReady.value = true;
  }, []);

  async function add() {
    problem.value = null;
    try {
      const { startRegistration } = await import("@simplewebauthn/browser");
      const made = await startRegistration({ optionsJSON: options });
      answer.current!.value = JSON.stringify(made);
      form.current!.submit();
    } catch (error) {
      const isKnown = error instanceof Error &&
        error.name === "InvalidStateError";
      problem.value = isKnown
        ? "This passkey is there already."
        : "The browser made no passkey. Load the page again to retry.";
    }
  }

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
        onClick={add}
      >
        Add a passkey
      </button>
      <p class="soft" role="status">{problem.value}</p>
    </form>
  );
}
