/**
 * Takes every address but those of relays out of what one side of a call sends
 * to the other: for visitors who hide their IP address, whatever their page
 * does. The grammar is RFC 8839 (candidates) and RFC 8866 (descriptions).
 *
 * A page that was changed on purpose can still spell an address out in some
 * other way, or call a host address a relay's: this guards visitors against
 * their browser and our own mistakes, not against themselves.
 *
 * @module
 */

import { isIP } from "node:net";
import type { IceCandidate } from "@/lib/protocol/candidate.ts";
import { ApiError } from "@/lib/protocol/errors.ts";
import { parseJson } from "@/lib/protocol/json.ts";

/** IPv4, any two groups of IPv6, or a name of multicast DNS. */
const ADDRESS =
  /\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){2}|\.local(?![\w-])/i;

const RELAY_CANDIDATE =
  /^((?:a=)?candidate:[\w+/]{1,32} \d{1,5} [A-Za-z]{1,8} \d{1,10} )(\S+)( \d{1,5} typ relay)(?: raddr \S+)?(?: rport \d{1,5})?((?: \S+ \S+)*)$/;

/** Which address a relay stands for is just what is hidden. */
const NO_BASE = " raddr 0.0.0.0 rport 0";

const ORIGIN = /^o=\S+ (\d+) (\d+) /;
const MEDIA = /^m=(\S+) (\d+) (.*)$/;

/** Byte pairs look like IPv6 and are none. */
const FINGERPRINT = /^a=fingerprint:[\w-]+ (?:[0-9A-F]{2}:){15,}[0-9A-F]{2}$/i;

/**
 * Takes the addresses out of a description.
 *
 * @param sdp SDP, or the JSON text of the browser's dictionary with it.
 * @returns The same with relays only; `null` when it is no description.
 */
export function relayOnlyDescription(sdp: string): string | null {
  if (sdp.startsWith("v=0")) return relayOnlySdp(sdp);
  const { type, sdp: inner } = parseObject(sdp);
  if (type !== "offer" && type !== "answer") return null;
  if (typeof inner !== "string" || !inner.startsWith("v=0")) return null;
  return JSON.stringify({ type, sdp: relayOnlySdp(inner) });
}

/**
 * Does the same for a post.
 *
 * @throws {ApiError} `bad-input` when it is no description: what is not
 * understood cannot be made safe.
 */
export function requireRelayOnly(sdp: string): string {
  const safe = relayOnlyDescription(sdp);
  if (safe !== null) return safe;
  throw new ApiError("bad-input", "sdp: must be SDP of a browser");
}

/** Keeps the candidates of relays, without what they stand for. */
export function relayOnlyCandidates(
  candidates: readonly IceCandidate[],
): IceCandidate[] {
  return candidates.flatMap((candidate): IceCandidate[] => {
    if (typeof candidate === "string") {
      const line = relayLine(candidate);
      return line === null ? [] : [line];
    }
    const line = relayLine(candidate.candidate);
    const { sdpMid, usernameFragment } = candidate;
    const labels = `${sdpMid ?? ""} ${usernameFragment ?? ""}`;
    if (line === null || ADDRESS.test(labels)) return [];
    return [{ ...candidate, candidate: line }];
  });
}

function relayOnlySdp(sdp: string): string {
  return sdp.split(/\r?\n/)
    .flatMap((line) => relayOnlyLine(line) ?? [])
    .join("\r\n");
}

/** One line of a description; `null` takes it out. */
function relayOnlyLine(line: string): string | null {
  if (/^a=candidate/i.test(line)) return relayLine(line);
  if (line.startsWith("c=")) return "c=IN IP4 0.0.0.0";
  if (line.startsWith("a=rtcp:")) return "a=rtcp:9 IN IP4 0.0.0.0";
  const [, id, version] = ORIGIN.exec(line) ?? [];
  if (id !== undefined) return `o=- ${id} ${version} IN IP4 0.0.0.0`;
  const plain = withoutPort(line);
  return !ADDRESS.test(plain) || FINGERPRINT.test(plain) ? plain : null;
}

/** Port 9 says that candidates tell; 0 turns the media off, so it stays. */
function withoutPort(line: string): string {
  const [, kind, port, rest] = MEDIA.exec(line) ?? [];
  return port === undefined || Number(port) === 0
    ? line
    : `m=${kind} 9 ${rest}`;
}

/** A relay's candidate, or the word that there are no more; else `null`. */
function relayLine(line: string): string | null {
  if (line === "") return "";
  const [, before, address, type, extensions] = RELAY_CANDIDATE.exec(line) ??
    [];
  if (address === undefined || isIP(address) === 0) return null;
  if (ADDRESS.test(extensions!)) return null;
  return before + address + type + NO_BASE + extensions;
}

function parseObject(text: string): Record<string, unknown> {
  const value = parseJson(text);
  return typeof value === "object" && value !== null
    ? value as Record<string, unknown>
    : {};
}
