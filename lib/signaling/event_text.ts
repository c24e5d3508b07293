/**
 * Server-sent events as text (WHATWG HTML, section "Server-sent events").
 *
 * @module
 */

import type { RtcEvent } from "@/lib/protocol/events.ts";

/**
 * Writes one event. JSON has no line breaks of its own, so the data is one
 * line; an id is a versionstamp, and the names are ours.
 *
 * @param id Where reading goes on after this event.
 */
export function eventText({ name, data }: RtcEvent, id: string): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Tells the browser where reading goes on, before anything happened. */
export function readyText(id: string): string {
  return `event: ready\nid: ${id}\ndata: {}\n\n`;
}

/** A comment that keeps proxies from closing a silent stream. */
export const KEEP_ALIVE_TEXT = ": here\n\n";
