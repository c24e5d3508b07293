/**
 * Every Deno KV key of admins. No other file spells one.
 *
 * | key                            | value          | lives for                     | written by         | read by                    |
 * | ------------------------------ | -------------- | ----------------------------- | ------------------ | -------------------------- |
 * | `["admin_session", sessionId]` | `AdminSession` | 12 h after last use           | sessions.ts        | door.ts, sessions of admin |
 * | `["admin_address", hash]`      | seen, Unix ms  | 30 d after the last right try | known_addresses.ts | known_addresses.ts         |
 * | `["admin_audit", auditId]`     | `AuditEntry`   | 90 d                          | audit_log.ts       | sessions of admin          |
 *
 * @module
 */

/** Builders for the keys in the table above. */
export const adminKeys = {
  session: (sessionId: string): Deno.KvKey => ["admin_session", sessionId],
  sessions: (): Deno.KvKey => ["admin_session"],
  address: (hash: string): Deno.KvKey => ["admin_address", hash],
  auditEntry: (auditId: string): Deno.KvKey => ["admin_audit", auditId],
  auditEntries: (): Deno.KvKey => ["admin_audit"],
};
