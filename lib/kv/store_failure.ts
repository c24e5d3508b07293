/**
 * Telling a store that cannot work at the moment from a mistake of ours.
 *
 * @module
 */

/**
 * What SQLite says when its file is full, locked or gone, and what Deno says
 * of a database that is closed or cannot be reached. Measured on Deno 2.9.6:
 * a file on a full disk gives `TypeError: database or disk is full`, a closed
 * handle `BadResource: Bad resource ID`.
 */
const FAILURES = [
  "database is locked",
  "database table is locked",
  "disk is full",
  "disk full",
  "disk i/o error",
  "readonly database",
  "unable to open database",
  "disk image is malformed",
  "no such table",
  "database file is gone",
  "bad resource id",
  "no space left",
  "error sending request",
];

/** A write lost every race it was tried in: others keep changing its keys. */
export class ContendedError extends Error {
  /** Tells it from other errors in a log. */
  override readonly name = "ContendedError";
}

/** Says whether an error means that the store cannot work at the moment. */
export function isStoreFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof ContendedError) return true;
  const message = error.message.toLowerCase();
  return FAILURES.some((part) => message.includes(part));
}
