/**
 * What we send: the places that are negotiated for sound and picture, and the
 * tracks that go through them, now or once there are some.
 *
 * @module
 */

import { firstEncoding, sendSmallPictures } from "./picture_size.ts";

/** In this order they are offered. */
const KINDS = ["audio", "video"];

/** Sends one stream over one connection. */
export class SentMedia {
  readonly #connection: RTCPeerConnection;
  /**
   * Names what we send as one stream: the other side keeps lips and voice of a
   * stream together, and older pages look for the picture in it.
   */
  readonly #name: MediaStream;
  #stream: MediaStream | null = null;
  #isOfferExpected = false;

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
    this.#placeAhead();
    this.#send();
  }

  /**
   * Makes the places of an answer ahead, now or once there are tracks, so that
   * nothing is left to be done when the offer comes.
   *
   * Source: RFC 8829 §5.10, an offer takes the places that `addTrack` made.
   */
  expectOffer(): void {
    this.#isOfferExpected = true;
    this.#placeAhead();
  }

  /** Makes the places of an offer, with or without tracks by now, once. */
  offerPlaces(): void {
    const there = this.#connection.getTransceivers().map(kindOf);
    for (const kind of KINDS) {
      if (there.includes(kind)) continue;
      this.#connection.addTransceiver(kind, {
        streams: [this.#name],
        ...(kind === "video" && {
          sendEncodings: [firstEncoding(this.#trackOf(kind))],
        }),
      });
    }
    this.#send();
  }

  /** Uses the places that an offer made, besides those made ahead. */
  answerPlaces(): void {
    for (const transceiver of this.#connection.getTransceivers()) {
      // A restart goes on with the pictures it has.
      if (transceiver.direction === "sendrecv") continue;
      const { sender } = transceiver;
      const kind = kindOf(transceiver);
      transceiver.direction = "sendrecv";
      // Missing in old browsers: then lips and voice may part a little.
      sender.setStreams?.(this.#name);
      if (kind === "video") sendSmallPictures(sender, this.#trackOf(kind));
    }
    this.#send();
  }

  #placeAhead(): void {
    const isLate = this.#connection.getTransceivers().length > 0;
    if (!this.#isOfferExpected || isLate) return;
    for (const kind of KINDS) {
      const track = this.#trackOf(kind);
      if (track === undefined) continue;
      const sender = this.#connection.addTrack(track, this.#name);
      if (kind === "video") sendSmallPictures(sender, track);
    }
  }

  #trackOf(kind: string): MediaStreamTrack | undefined {
    return this.#stream?.getTracks().find((track) => track.kind === kind);
  }

  /**
   * Sends the tracks there are. What goes by itself, because a device was
   * unplugged, leaves its place empty until there is another one.
   */
  #send(): void {
    for (const transceiver of this.#connection.getTransceivers()) {
      const { sender } = transceiver;
      const track = this.#trackOf(kindOf(transceiver));
      if (track === undefined || sender.track === track) continue;
      // It fails only once the connection is closed: then nothing is sent.
      sender.replaceTrack(track).catch(() => {});
    }
  }
}

function kindOf({ receiver }: RTCRtpTransceiver): string {
  return receiver.track.kind;
}
