/**
 * Server-sent events as text (WHATWG HTML, section "Server-sent events").
 *
 * @module
 */

import type { RtcEvent } from "@/lib/protocol/events.ts";

const encoder = new TextEncoder();

/** Behind each event. */
const END = "\n\n";

/** An event to be told. */
export interface ToldEvent {
  /** What is told. */
  event: RtcEvent;
  /** Where reading goes on after it. */
  id: string;
}

/**
 * Writes events that are told together, as UTF-8. JSON has no line breaks of its
 * own, so the data is one line; an id is a versionstamp, and the names are ours.
 *
 * Each data is encoded by itself, to where it belongs: joined with its head, a
 * long description would be copied once more.
 */
export function eventsBytes(
  events: readonly ToldEvent[],
): Uint8Array<ArrayBuffer> {
  const pieces: string[] = [];
  for (const { event: { name, data }, id } of events) {
    pieces.push(`event: ${name}\nid: ${id}\ndata: `, JSON.stringify(data), END);
  }
  return asciiBytes(pieces) ?? encoder.encode(pieces.join(""));
}

/** Encodes what is in ASCII, as nearly all is; `null` where something is not. */
function asciiBytes(pieces: readonly string[]): Uint8Array<ArrayBuffer> | null {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const piece of pieces) {
    const { read, written } = encoder.encodeInto(piece, bytes.subarray(end));
    // Characters of several bytes leave no room for the last piece.
    if (read !== piece.length) return null;
    end += written;
  }
  return bytes;
}

/** Tells the browser where reading goes on, before anything happened. */
export function readyText(id: string): string {
  return `event: ready\nid: ${id}\ndata: {}\n\n`;
}

/** A comment that keeps proxies from closing a silent stream. */
export const KEEP_ALIVE_TEXT = ": here\n\n";
