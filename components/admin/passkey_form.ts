/**
 * A form that is sent with what the browser says of a passkey.
 *
 * @module
 */

import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import { useIsAlive } from "./is_alive.ts";

/** The form as its island has it. */
export interface PasskeyForm {
  /** The form that is sent. */
  readonly form: RefObject<HTMLFormElement>;
  /** The hidden field for the browser's answer. */
  readonly answer: RefObject<HTMLInputElement>;
  /** Why nothing was sent, in words; `null` while nothing went wrong. */
  readonly problem: ReadonlySignal<string | null>;
  /** Whether the page is alive, so that a press does something. */
  readonly isReady: ReadonlySignal<boolean>;
  /** Asks the browser, and sends what it says. */
  send(): Promise<void>;
}

/**
 * Begins with nothing asked.
 *
 * @param ask Asks the browser.
 * @param explain Puts in words why it said nothing.
 */
export function usePasskeyForm(
  ask: () => Promise<unknown>,
  explain: (error: unknown) => string,
): PasskeyForm {
  const form = useRef<HTMLFormElement>(null);
  const answer = useRef<HTMLInputElement>(null);
  const problem = useSignal<string | null>(null);
  const isReady = useIsAlive();
  async function send() {
    problem.value = null;
    try {
      answer.current!.value = JSON.stringify(await ask());
      form.current!.submit();
    } catch (error) {
      problem.value = explain(error);
    }
  }
  return { form, answer, problem, isReady, send };
}
