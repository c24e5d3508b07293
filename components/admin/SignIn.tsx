/**
 * The door to the dashboard.
 *
 * @module
 */

import { Logo } from "../Logo.tsx";

/** What the door shows. */
export interface SignInProps {
  /** Why the last try failed; `null` before the first. */
  problem: string | null;
  /** Path of the page that was asked for. */
  to: string;
}

/** One field and one button, and what they are for. */
export function SignIn({ problem, to }: SignInProps) {
  return (
    <main class="door">
      <a href="/" class="door-logo" aria-label="Parley, home">
        <Logo />
      </a>
      <form method="post" action="/admin" class="door-form">
        <input type="hidden" name="to" value={to} />
        <h1>See every call and every request.</h1>
        <label for="password">Admin password</label>
        <div class="door-row">
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            autofocus
            required
            aria-describedby={problem === null ? undefined : "problem"}
            aria-invalid={problem === null ? undefined : "true"}
          />
          <button type="submit" class="button button-primary">Open</button>
        </div>
        <p class="door-problem" id="problem" role="alert">{problem}</p>
        <p class="door-hint">
          It is the server's{" "}
          <code>ADMIN_PASSWORD</code>. Where none is set, the server prints one
          when it starts.
        </p>
      </form>
    </main>
  );
}
