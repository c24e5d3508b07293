/**
 * Server-sent events as text (WHATWG HTML, section "Server-sent events").
 *
 * @module
 */

import type { RtcEvent } from "@/lib/protocol/events.ts";

const encoder = new TextEncoder();

const LINE_FEED = 0x0a;

/**
 * Writes one event, as UTF-8. JSON has no line breaks of its own, so the data
 * is one line; an id is a versionstamp, and the names are ours.
 *
 * The data is encoded by itself, to where it belongs: joined with its head, a
 * long description would be copied once more.
 *
 * @param id Where reading goes on after this event.
 */
export function eventBytes(
  { name, data }: RtcEvent,
  id: string,
): Uint8Array<ArrayBuffer> {
  const head = `event: ${name}\nid: ${id}\ndata: `;
  const line = JSON.stringify(data);
  // As long as they are in ASCII, which nearly all are.
  const bytes = new Uint8Array(head.length + line.length + 2);
  encoder.encodeInto(head, bytes);
  const rest = bytes.subarray(head.length);
  const { read, written } = encoder.encodeInto(line, rest);
  const isAscii = read === line.length && written === line.length;
  if (!isAscii) return encoder.encode(`${head}${line}\n\n`);
  return bytes.fill(LINE_FEED, -2);
}

/** Tells the browser where reading goes on, before anything happened. */
export function readyText(id: string): string {
  return `event: ready\nid: ${id}\ndata: {}\n\n`;
}

/** A comment that keeps proxies from closing a silent stream. */
export const KEEP_ALIVE_TEXT = ": here\n\n";
