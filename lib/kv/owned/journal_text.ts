/**
 * Changes as they are written down: as JSON, which V8 writes several times
 * faster than clones of objects, and which tells its size beforehand.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { deserialize } from "node:v8";
import type { DraftChange } from "./draft.ts";

/** A change as it is written; `expiresAt` is left out for never. */
type Line = [
  kind: LineKind,
  order: number,
  key: Deno.KvKey,
  value?: unknown,
  expiresAt?: number,
];

/** JSON has no number for counters: of `count` the value is a text. */
type LineKind = DraftChange["type"] | "count";

/** What one commit left in the journal, in parts. */
export type JournalPart = string | Uint8Array;

/** Writes the changes of one commit. */
export function textOf(changes: readonly DraftChange[]): string {
  // Put together piece by piece, long values are copied once, at the end.
  let text = "";
  for (const change of changes) text += `${text && ","}${lineOf(change)}`;
  return `[${text}]`;
}

function lineOf(
  { type, order, key, value, text, expiresAt }: DraftChange,
): string {
  const kind: LineKind = typeof value === "bigint" ? "count" : type;
  const start = `["${kind}",${order},${JSON.stringify(key)}`;
  if (text === undefined) return `${start}]`;
  return expiresAt === undefined
    ? `${start},${text}]`
    : `${start},${text},${expiresAt}]`;
}

/**
 * Reads the changes of one commit.
 *
 * @param parts What it left. Older versions of the site wrote clones.
 */
export function changesIn(parts: readonly JournalPart[]): DraftChange[] {
  const isText = parts.every((part) => typeof part === "string");
  return isText
    ? (JSON.parse(parts.join("")) as Line[]).map(changeOf)
    : deserialize(Buffer.concat(parts as Uint8Array[]));
}

function changeOf([kind, order, key, written, expiresAt]: Line): DraftChange {
  if (kind === "delete") return { type: kind, order, key };
  const isCounter = kind === "count";
  return {
    type: isCounter ? "set" : kind,
    order,
    key,
    value: isCounter ? BigInt(written as string) : written,
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
