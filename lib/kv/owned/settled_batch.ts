/**
 * What goes into one commit that settles.
 *
 * @module
 */

import { JournalText } from "./journal_text.ts";

/** Bounds of such a commit, below Deno KV's own (1,000 / 800 KiB). */
const MAX_KEYS = 400;
const MAX_BYTES = 300_000;

/** A key in a row of its own. */
export interface SettledRow {
  /** The value. */
  value: unknown;
  /** When it may go, Unix milliseconds; left out for never. */
  expiresAt?: number;
}

/** What is to become of a key whose part of the journal goes. */
export interface Settling {
  /** The key. */
  key: Deno.KvKey;
  /** What to keep of it; `null` when it is gone, and its row has to go. */
  row: SettledRow | null;
  /**
   * The value as JSON, where the key is young: then it gets no row and is
   * carried over.
   */
  text?: string;
  /** What it takes in the record, bytes, roughly. */
  sizeBytes: number;
}

/** Keys that are settled together. */
export class SettledBatch {
  /** Rows to write, or to remove. */
  readonly rows: Settling[] = [];
  /** What is carried over. */
  readonly text = new JournalText();
  #count = 0;
  #sizeBytes = 0;

  /** Says whether one more would be too much. */
  isFullFor({ sizeBytes }: Settling): boolean {
    return this.#count === MAX_KEYS ||
      this.#count > 0 && this.#sizeBytes + sizeBytes > MAX_BYTES;
  }

  /** Takes one more. */
  add(settling: Settling): void {
    const { key, row, text, sizeBytes } = settling;
    this.#count++;
    this.#sizeBytes += sizeBytes;
    if (text === undefined) this.rows.push(settling);
    else {
      const { value, expiresAt = Infinity } = row!;
      this.text.add({ type: "set", key, value, expiresAt, order: 0 }, text);
    }
  }
}
