/**
 * The two sides of a call and what they are called on the wire.
 *
 * @module
 */

/** Who makes the first offer (`caller`) and who answers it (`callee`). */
export type Role = "caller" | "callee";

/** A side in candidate lists: the caller is `a`, the callee `b`. */
export type Side = "a" | "b";

/** Says which side a role writes its candidates as. */
export function sideOf(role: Role): Side {
  return role === "caller" ? "a" : "b";
}

/** Says which side a role reads candidates from. */
export function peerSideOf(role: Role): Side {
  return role === "caller" ? "b" : "a";
}
