/**
 * The passkeys of admins, and the codes on paper.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { When } from "./When.tsx";

/** One passkey, as it is shown. */
export interface ShownPasskey {
  /** Names it when it is to be removed. */
  id: string;
  /** What its owner calls it. */
  name: string;
  /** Host it is for. */
  rpId: string;
  /** When it was added, Unix milliseconds. */
  createdAt: number;
  /** When it last opened the door, Unix milliseconds; `null`: never. */
  usedAt: number | null;
}

/** What the page shows. */
export interface PasskeyListProps {
  /** The passkeys, oldest first. */
  passkeys: readonly ShownPasskey[];
  /** Recovery codes that are left. */
  codeCount: number;
  /** New codes, this once; `null`: none were made. */
  codes: readonly string[] | null;
  /** What went wrong; `null`: nothing. */
  problem: string | null;
  /** The way to add one. */
  children: ComponentChildren;
}

/** The list, and what can be done. */
export function PasskeyList(
  { passkeys, codeCount, codes, problem, children }: PasskeyListProps,
) {
  return (
    <>
      <section class="panel figure-panel">
        <h2>{headline(passkeys.length)}</h2>
        <p class="soft">
          With a passkey, signing in takes the password and the passkey. Whoever
          has neither passkey nor a recovery code removes all passkeys with the
          admin token. Open sessions stay open.
        </p>
        {problem !== null && (
          <p class="figure-problem" role="alert">{problem}</p>
        )}
        {codes !== null && <Codes codes={codes} />}
        {passkeys.length > 0 && (
          <ul class="session-list">
            {passkeys.map((passkey) => (
              <PasskeyItem key={passkey.id} {...passkey} />
            ))}
          </ul>
        )}
        {children}
      </section>
      {passkeys.length > 0 && (
        <section class="panel figure-panel">
          <h2>{`${codeCount} recovery codes left`}</h2>
          <p class="soft">
            Each opens the door once, in the place of a passkey. New ones take
            the place of all old ones.
          </p>
          <form method="post" action="/admin/settings/passkeys">
            <button
              type="submit"
              class="desk-button"
              name="do"
              value="renew"
            >
              Make new codes
            </button>
          </form>
        </section>
      )}
    </>
  );
}

function Codes({ codes }: { codes: readonly string[] }) {
  return (
    <div class="figure-saved" role="status">
      <p>Print these recovery codes. They are shown this once.</p>
      <ol class="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
    </div>
  );
}

function PasskeyItem({ id, name, rpId, createdAt, usedAt }: ShownPasskey) {
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <span class="soft">
          {`for ${rpId}, added `}
          <When at={createdAt} />
          {usedAt === null ? ", not used yet" : (
            <>
              {", used "}
              <When at={usedAt} />
            </>
          )}
        </span>
      </div>
      <form method="post" action="/admin/settings/passkeys">
        <input type="hidden" name="id" value={id} />
        <button type="submit" class="desk-button" name="do" value="remove">
          Remove
        </button>
      </form>
    </li>
  );
}

function headline(count: number): string {
  if (count === 0) return "No passkey yet";
  return count === 1 ? "One passkey" : `${count} passkeys`;
}
