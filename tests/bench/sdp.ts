/**
 * A session description as large as real ones, encoded and recognized without
 * going through its 6 KB each time: the client is not what is measured.
 *
 * @module
 */

/** 6 KB, as a browser with several codecs makes. */
export const SDP: string = "v=0\r\n" +
  "a=candidate-attribute:line of a description\r\n".repeat(136);

const SDP_JSON = JSON.stringify(SDP);
const SDP_JSON_START = SDP_JSON.slice(0, '"v=0\\r\\n'.length);

/** `"…"}`: the end of JSON text whose last field is the description, encoded. */
export const SDP_END: Uint8Array = new TextEncoder().encode(`${SDP_JSON}}`);

/** The same where the description is within another object: `"…"}}`. */
export const INNER_SDP_END: Uint8Array = new TextEncoder()
  .encode(`${SDP_JSON}}}`);

/**
 * Takes the description out of JSON text.
 *
 * @param json Text as it was received.
 * @returns The text with `null` in its place; `null` when it is not in there,
 * or not to the last character as it was sent.
 */
export function withoutSdp(json: string): string | null {
  const at = json.indexOf(SDP_JSON_START);
  const end = at + SDP_JSON.length;
  if (json.slice(at, end) !== SDP_JSON) return null;
  return `${json.slice(0, at)}null${json.slice(end)}`;
}
