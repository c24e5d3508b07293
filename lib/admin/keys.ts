/**
 * Every Deno KV key of admins. No other file spells one.
 *
 * | key                                | value          | lives for                     | written by         | read by                    |
 * | ---------------------------------- | -------------- | ----------------------------- | ------------------ | -------------------------- |
 * | `["admin_session", sessionId]`     | `AdminSession` | 12 h after last use           | sessions.ts        | door.ts, sessions of admin |
 * | `["admin_address", hash]`          | seen, Unix ms  | 30 d after the last right try | known_addresses.ts | known_addresses.ts         |
 * | `["admin_audit", auditId]`         | `AuditEntry`   | 90 d                          | audit_log.ts       | audit page                 |
 * | `["admin_passkey", passkeyId]`     | `Passkey`      | until removed                 | passkeys.ts        | passkeys.ts                |
 * | `["admin_challenge", challengeId]` | `Challenge`    | 5 min                         | challenges.ts      | challenges.ts              |
 * | `["admin_recovery_code", hash]`    | `1`            | until used                    | recovery_codes.ts  | recovery_codes.ts          |
 *
 * @module
 */

/** Builders for the keys in the table above. */
export const adminKeys = {
  session: (sessionId: string): Deno.KvKey => ["admin_session", sessionId],
  sessions: (): Deno.KvKey => ["admin_session"],
  address: (hash: string): Deno.KvKey => ["admin_address", hash],
  auditEntry: (auditId: string): Deno.KvKey => ["admin_audit", auditId],
  passkey: (passkeyId: string): Deno.KvKey => ["admin_passkey", passkeyId],
  passkeys: (): Deno.KvKey => ["admin_passkey"],
  challenge: (challengeId: string): Deno.KvKey => [
    "admin_challenge",
    challengeId,
  ],
  recoveryCode: (hash: string): Deno.KvKey => ["admin_recovery_code", hash],
  recoveryCodes: (): Deno.KvKey => ["admin_recovery_code"],
};
