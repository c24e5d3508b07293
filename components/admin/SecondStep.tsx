/**
 * The door's second step: a passkey, or a code on paper.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { Logo } from "../Logo.tsx";

/** What the step shows. */
export interface SecondStepProps {
  /** Why the last try failed; `null` before the first. */
  problem: string | null;
  /** Path of the page that was asked for. */
  to: string;
  /** Proves that the password was right. */
  ticket: string;
  /** The way by a passkey, where one is known for this host. */
  children: ComponentChildren;
}

/** Both ways; that of the code needs no script. */
export function SecondStep(
  { problem, to, ticket, children }: SecondStepProps,
) {
  return (
    <main class="door">
      <a href="/" class="door-logo" aria-label="Parley, home">
        <Logo />
      </a>
      <div class="door-form">
        <h1>One more thing.</h1>
        {children}
        <form method="post" action="/admin">
          <input type="hidden" name="to" value={to} />
          <input type="hidden" name="ticket" value={ticket} />
          <label for="code">One of the recovery codes</label>
          <div class="door-row">
            <input
              id="code"
              name="code"
              autocomplete="one-time-code"
              autocapitalize="characters"
              spellcheck={false}
              required
              aria-describedby={problem === null ? undefined : "problem"}
              aria-invalid={problem === null ? undefined : "true"}
            />
            <button type="submit" class="button">Open</button>
          </div>
        </form>
        <p class="door-problem" id="problem" role="alert">{problem}</p>
        <p class="door-hint">
          Each code works once. <a href="/admin">Begin again</a>
        </p>
      </div>
    </main>
  );
}
