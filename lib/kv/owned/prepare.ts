/**
 * Writes as they were when they were handed over.
 *
 * @module
 */

import { type Change, type Clear, isRing, type Write } from "../write.ts";
import { frozenCopy } from "./frozen_copy.ts";
import { checkKey } from "./part_order.ts";

/** One change, checked and copied. */
export interface PreparedChange {
  /** What is done. */
  type: (Change | Clear)["type"];
  /** To which key; of an append or a clear, below which one. */
  key: Deno.KvKey;
  /** The new value, frozen; of an `add` the amount, of a clear its `from`. */
  value?: unknown;
  /** The same as JSON, where it is written down as it is. */
  text?: string;
  /** For how long it is kept, milliseconds; `undefined` for ever. */
  expireInMs?: number | undefined;
  /**
   * Appends behind it to the same log: its version comes by so many before that
   * of the write.
   */
  laterCount: number;
}

/** A bell to ring once the write is done. */
export interface PreparedRing {
  /** The bell. */
  key: Deno.KvKey;
  /** The append right before it, of which it tells; `null` for none. */
  append: PreparedChange | null;
}

/** A write whose keys were checked and whose values were copied. */
export interface Prepared {
  /** Versions that must hold. */
  checks: readonly Deno.AtomicCheck[];
  /** What to change, in order. */
  changes: readonly PreparedChange[];
  /** Bells to ring, in order. */
  rings: readonly PreparedRing[];
  /** About so many characters in the record. */
  sizeChars: number;
}

/** What a change takes in the record besides key and value, characters. */
const CHANGE_CHARS = 40;

/** Most writes ring none. */
const NO_RINGS: readonly PreparedRing[] = [];

/**
 * Copies what a write sets. Its keys are taken as they are: they must not be
 * changed any more.
 *
 * @throws {TypeError} When a key or a value cannot be kept.
 */
export function prepare({ checks = [], mutations }: Write): Prepared {
  let sizeChars = 0;
  const changes: PreparedChange[] = [];
  let rings: PreparedRing[] | null = null;
  // By number: an iterator makes an object for each step.
  for (let i = 0; i < mutations.length; i++) {
    const mutation = mutations[i]!;
    if (isRing(mutation)) {
      const last = changes.at(-1);
      const append = last?.type === "append" ? last : null;
      (rings ??= []).push({ key: mutation.key, append });
      continue;
    }
    const change = preparedOf(mutation);
    if (change.type === "append") countLater(changes, change.key);
    sizeChars += CHANGE_CHARS + checkKey(change.key) +
      (change.text?.length ?? 0);
    changes.push(change);
  }
  return { checks, changes, rings: rings ?? NO_RINGS, sizeChars };
}

function preparedOf(change: Change | Clear): PreparedChange {
  const { type } = change;
  const key = "prefix" in change ? change.prefix : change.key;
  if (type === "delete") return { type, key, laterCount: 0 };
  if (type === "clear") return clearOf(change);
  if (type === "add") {
    return { type, key, value: change.amount, laterCount: 0 };
  }
  const value = frozenCopy(change.value);
  return {
    type,
    key,
    value,
    text: jsonOf(value),
    expireInMs: change.expireInMs,
    laterCount: 0,
  };
}

function clearOf({ type, prefix: key, from }: Clear): PreparedChange {
  if (from === undefined) return { type, key, laterCount: 0 };
  // It is written down, so it must be such as a key may have.
  checkKey([from]);
  const text = JSON.stringify(from);
  return { type, key, value: from, text, laterCount: 0 };
}

/** Takes note of one more append, with those before it to the same log. */
function countLater(
  changes: readonly PreparedChange[],
  log: Deno.KvKey,
): void {
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i]!;
    if (change.type === "append" && isSame(change.key, log)) {
      change.laterCount++;
    }
  }
}

function isSame(one: Deno.KvKey, other: Deno.KvKey): boolean {
  return one.length === other.length &&
    one.every((part, i) => part === other[i]);
}

/** Writes a kept value; JSON has no big integers. */
export function jsonOf(value: unknown): string {
  return typeof value === "bigint" ? `"${value}"` : JSON.stringify(value);
}
