/**
 * The data channel of a call, which both sides make alike: it costs no message
 * of its own, and is there as soon as the connection is.
 *
 * @module
 */

/** The part of a data channel that is needed. */
export type TalkChannel = Pick<
  RTCDataChannel,
  "send" | "close" | "readyState" | "onmessage"
>;

/** Its number, the same on both sides. Source: W3C webrtc-pc, §6.2. */
const CHANNEL_ID = 0;

/** Who is told of a channel. */
export interface ChannelOptions {
  /** Told once texts can be sent; whether somebody reads them, it cannot say. */
  readonly onOpen: (channel: TalkChannel) => void;
  /** Aborted when nobody is to be told any more. */
  readonly signal: AbortSignal;
}

/**
 * Makes the channel of a connection, before its first offer or answer. With a
 * side that makes none it never opens, and the call goes on without.
 */
export function makeChannel(
  connection: Pick<RTCPeerConnection, "createDataChannel">,
  { onOpen, signal }: ChannelOptions,
): void {
  const channel = connection.createDataChannel("talk", {
    negotiated: true,
    id: CHANNEL_ID,
  });
  // The smaller form of what is refused anyway.
  channel.binaryType = "arraybuffer";
  channel.onopen = () => {
    if (!signal.aborted) onOpen(channel);
  };
}
