/**
 * Changes as they are written down: as JSON, which V8 writes several times
 * faster than clones of objects, and as bytes, which Deno KV takes as they are.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { deserialize } from "node:v8";
import type { Recorded } from "./recorded.ts";

/** A change as it is written; `expiresAt` is left out for never. */
type Line = [
  kind: LineKind,
  order: number,
  key: Deno.KvKey,
  value?: unknown,
  expiresAt?: number,
];

/** JSON has no number for counters: of `count` the value is a text. */
type LineKind = Recorded["type"] | "count";

/** A piece of what one commit leaves in the journal. */
export type JournalPart = string | Uint8Array;

/** Size of a part, bytes; a value holds 65,536. */
const PART_BYTES = 60_000;

/**
 * So much fits into one commit as bytes; Deno KV takes 819,200 with the keys.
 * What is more is written as texts, in which a character of Latin-1 beyond
 * ASCII takes one byte instead of two.
 */
const MAX_BYTES = 780_000;

/** Size of a part as text, of two bytes for each character at most. */
const PART_CHARS = 30_000;

/** UTF-8 takes no more for one UTF-16 unit. */
const MAX_CHAR_BYTES = 3;

/**
 * A value of so many characters is encoded by itself: joined with what is
 * around it, it would be copied once more.
 */
const LONG_CHARS = 1_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The first byte of a clone. */
const CLONE_MARK = 0xff;

/** The changes of one commit, as bytes in a place that is used again. */
export class JournalText {
  #bytes = new Uint8Array(65_536);
  #sizeBytes = 0;
  /** What is not encoded yet. */
  #tail = "";

  /** Begins anew, with the changes of the next commit. */
  clear(): void {
    this.#sizeBytes = 0;
    this.#tail = "";
  }

  /**
   * Writes one more change down.
   *
   * @param text The value as JSON; left out for none.
   */
  add({ type, order, key, value, expiresAt }: Recorded, text?: string): void {
    const kind: LineKind = typeof value === "bigint" ? "count" : type;
    this.#tail += `${this.#isEmpty ? "[" : ","}["${kind}",${order},${
      JSON.stringify(key)
    }`;
    if (text !== undefined) this.#addValue(text);
    this.#tail += expiresAt === Infinity ? "]" : `,${expiresAt}]`;
  }

  /** What there is to write; good until this is cleared. */
  parts(): JournalPart[] {
    if (this.#isEmpty) return [];
    this.#tail += "]";
    this.#encodeTail();
    const bytes = this.#bytes.subarray(0, this.#sizeBytes);
    return bytes.length <= MAX_BYTES
      ? partsOf(
        bytes.length,
        PART_BYTES,
        (from, to) => bytes.subarray(from, to),
      )
      : textPartsOf(decoder.decode(bytes));
  }

  get #isEmpty(): boolean {
    return this.#sizeBytes === 0 && this.#tail === "";
  }

  #addValue(text: string): void {
    this.#tail += ",";
    if (text.length < LONG_CHARS) this.#tail += text;
    else {
      this.#encodeTail();
      this.#encode(text);
    }
  }

  #encodeTail(): void {
    this.#encode(this.#tail);
    this.#tail = "";
  }

  #encode(text: string): void {
    const needed = this.#sizeBytes + text.length * MAX_CHAR_BYTES;
    if (needed > this.#bytes.length) this.#grow(needed);
    const free = this.#bytes.subarray(this.#sizeBytes);
    this.#sizeBytes += encoder.encodeInto(text, free).written;
  }

  #grow(neededBytes: number): void {
    const larger = new Uint8Array(
      Math.max(neededBytes, this.#bytes.length * 2),
    );
    larger.set(this.#bytes.subarray(0, this.#sizeBytes));
    this.#bytes = larger;
  }
}

function textPartsOf(text: string): string[] {
  return partsOf(text.length, PART_CHARS, (from, to) => text.slice(from, to));
}

function partsOf<Part>(
  size: number,
  partSize: number,
  cut: (from: number, to: number) => Part,
): Part[] {
  const parts: Part[] = [];
  for (let from = 0; from < size; from += partSize) {
    parts.push(cut(from, Math.min(from + partSize, size)));
  }
  return parts;
}

/**
 * Reads the changes of one commit.
 *
 * @param parts What it left. Older versions of the site wrote texts, and before
 * that clones.
 */
export function changesIn(parts: readonly JournalPart[]): Recorded[] {
  if (parts.every((part) => typeof part === "string")) {
    return changesOf(parts.join(""));
  }
  const bytes = Buffer.concat(parts as Uint8Array[]);
  return bytes[0] === CLONE_MARK
    ? deserialize(bytes).map(whole)
    : changesOf(decoder.decode(bytes));
}

/** Left out, it never expired. */
function whole(
  clone: Omit<Recorded, "value" | "expiresAt"> & Partial<Recorded>,
): Recorded {
  return { value: undefined, expiresAt: Infinity, ...clone };
}

function changesOf(text: string): Recorded[] {
  return (JSON.parse(text) as Line[]).map(changeOf);
}

function changeOf(
  [kind, order, key, written, expiresAt = Infinity]: Line,
): Recorded {
  const isCounter = kind === "count";
  return {
    type: isCounter ? "set" : kind,
    order,
    key,
    value: isCounter ? BigInt(written as string) : written,
    expiresAt,
  };
}
