/**
 * Writes as they were when they were handed over.
 *
 * @module
 */

import type { Change, Write } from "../write.ts";
import { frozenCopy } from "./frozen_copy.ts";
import { checkKey } from "./part_order.ts";

/** One change, checked and copied. */
export interface PreparedChange {
  /** What is done. */
  type: Change["type"];
  /** To which key; of an append, below which one. */
  key: Deno.KvKey;
  /** The new value, frozen; of an `add` the amount. */
  value?: unknown;
  /** A new value as JSON. */
  text?: string;
  /** For how long it is kept, milliseconds; `undefined` for ever. */
  expireInMs?: number | undefined;
}

/** A write whose keys were checked and whose values were copied. */
export interface Prepared {
  /** Versions that must hold. */
  checks: readonly Deno.AtomicCheck[];
  /** What to change, in order. */
  changes: readonly PreparedChange[];
  /** About so many characters in the record. */
  sizeChars: number;
}

/** What a change takes in the record besides key and value, characters. */
const CHANGE_CHARS = 40;

/**
 * Copies what a write sets. Its keys are taken as they are: they must not be
 * changed any more.
 *
 * @throws {TypeError} When a key or a value cannot be kept.
 */
export function prepare({ checks = [], mutations }: Write<Change>): Prepared {
  let sizeChars = 0;
  const changes = mutations.map((mutation): PreparedChange => {
    const { type } = mutation;
    const key = type === "append" ? mutation.prefix : mutation.key;
    sizeChars += CHANGE_CHARS + checkKey(key);
    if (type === "delete") return { type, key };
    if (type === "add") return { type, key, value: mutation.amount };
    const value = frozenCopy(mutation.value);
    const text = jsonOf(value);
    sizeChars += text.length;
    return { type, key, value, text, expireInMs: mutation.expireInMs };
  });
  return { checks, changes, sizeChars };
}

/** Writes a kept value; JSON has no big integers. */
export function jsonOf(value: unknown): string {
  return typeof value === "bigint" ? `"${value}"` : JSON.stringify(value);
}
