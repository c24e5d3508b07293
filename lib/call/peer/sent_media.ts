/**
 * What we send: the places that are negotiated for sound and picture, and the
 * tracks that go through them, now or once there are some.
 *
 * @module
 */

import { firstEncoding, sendSmallPictures } from "./picture_size.ts";

/** Sends one stream over one connection. */
export class SentMedia {
  readonly #connection: RTCPeerConnection;
  /**
   * Names what we send as one stream: the other side keeps lips and voice of a
   * stream together, and older pages look for the picture in it.
   */
  readonly #name: MediaStream;
  #stream: MediaStream | null = null;

  /**
   * Sends nothing yet.
   *
   * @param name An empty stream, whose name is sent.
   */
  constructor(connection: RTCPeerConnection, name: MediaStream) {
    this.#connection = connection;
    this.#name = name;
  }

  /** Sends this from now on, or once there is a place for it. */
  attach(stream: MediaStream): void {
    this.#stream = stream;
    this.#send();
  }

  /** Makes the places of an offer, with or without tracks by now, once. */
  offerPlaces(): void {
    if (this.#connection.getTransceivers().length > 0) return;
    for (const kind of ["audio", "video"]) {
      this.#connection.addTransceiver(kind, {
        streams: [this.#name],
        ...(kind === "video" && {
          sendEncodings: [firstEncoding(this.#trackOf(kind))],
        }),
      });
    }
    this.#send();
  }

  /** Uses the places that an offer made. */
  answerPlaces(): void {
    for (const transceiver of this.#connection.getTransceivers()) {
      const { sender, receiver: { track: { kind } } } = transceiver;
      // A restart goes on with the pictures it has.
      if (transceiver.direction === "sendrecv") continue;
      transceiver.direction = "sendrecv";
      // Missing in old browsers: then lips and voice may part a little.
      sender.setStreams?.(this.#name);
      if (kind === "video") sendSmallPictures(sender, this.#trackOf(kind));
    }
    this.#send();
  }

  #trackOf(kind: string): MediaStreamTrack | undefined {
    return this.#stream?.getTracks().find((track) => track.kind === kind);
  }

  /**
   * Sends the tracks there are. What goes by itself, because a device was
   * unplugged, leaves its place empty until there is another one.
   */
  #send(): void {
    for (const { sender, receiver } of this.#connection.getTransceivers()) {
      const track = this.#trackOf(receiver.track.kind);
      if (track === undefined || sender.track === track) continue;
      // It fails only once the connection is closed: then nothing is sent.
      sender.replaceTrack(track).catch(() => {});
    }
  }
}
