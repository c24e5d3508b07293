/**
 * A session description as large as real ones.
 *
 * @module
 */

/** 6 KB, as a browser with several codecs makes. */
export const SDP: string = "v=0\r\n" +
  "a=candidate-attribute:line of a description\r\n".repeat(136);
