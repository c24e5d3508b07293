/**
 * Writes as they were when they were handed over.
 *
 * @module
 */

import type { Change, Write } from "../write.ts";
import { frozenCopy } from "./frozen_copy.ts";
import { keyText } from "./key_text.ts";

/** One change, checked and copied. */
export interface PreparedChange {
  /** What is done. */
  type: Change["type"];
  /** To which key; of an append, below which one. Frozen. */
  key: Deno.KvKey;
  /** The key as text. */
  text: string;
  /** The new value, frozen; of an `add` the amount. */
  value: unknown;
  /** For how long it is kept, milliseconds; `undefined` for ever. */
  expireInMs: number | undefined;
}

/** A write whose keys and values were checked and copied. */
export interface Prepared {
  /** Versions that must hold, by the text of their keys. */
  checks: readonly { text: string; versionstamp: string | null }[];
  /** What to change, in order. */
  changes: readonly PreparedChange[];
  /** At most so many bytes in the record, roughly. */
  sizeBytes: number;
}

/** What a change takes in the record besides key and value, bytes. */
const CHANGE_BYTES = 40;

/**
 * Copies a write.
 *
 * @throws {TypeError} When a key or a value cannot be kept.
 */
export function prepare({ checks = [], mutations }: Write<Change>): Prepared {
  let sizeBytes = 0;
  const changes = mutations.map((mutation): PreparedChange => {
    const given = mutation.type === "append" ? mutation.prefix : mutation.key;
    const key = Object.freeze([...given]);
    const text = keyText(key);
    sizeBytes += CHANGE_BYTES + text.length;
    const { type } = mutation;
    if (type === "delete") {
      return { type, key, text, value: undefined, expireInMs: undefined };
    }
    if (type === "add") {
      const value = mutation.amount;
      return { type, key, text, value, expireInMs: undefined };
    }
    const copy = frozenCopy(mutation.value);
    sizeBytes += copy.sizeBytes;
    const { value } = copy;
    return { type, key, text, value, expireInMs: mutation.expireInMs };
  });
  return {
    checks: checks.map(({ key, versionstamp }) => ({
      text: keyText(key),
      versionstamp,
    })),
    changes,
    sizeBytes,
  };
}
