/**
 * The visitor's own camera and microphone while they are on: opened, switched,
 * lost and closed.
 *
 * @module
 */

import { MediaError, type MediaKind } from "./media.ts";

/** Opens devices: both, or only those of one kind. */
export type OpenMedia = (kind?: MediaKind) => Promise<MediaStream>;

/** Which devices the other side may see and hear. */
export interface MediaToggles {
  /** Whether the microphone is heard. */
  readonly isMicOn: boolean;
  /** Whether the camera is seen. */
  readonly isCameraOn: boolean;
}

/** Holds at most one open stream. */
export class LocalMedia {
  readonly #openMedia: OpenMedia;
  readonly #onLost: () => void;
  #stream: MediaStream | null = null;
  #opened: Promise<MediaStream | null> | null = null;
  #toggles: MediaToggles = { isMicOn: true, isCameraOn: true };
  /** Counts openings and closings: a late stream of an older one is closed. */
  #opening = 0;

  /**
   * Makes a holder with nothing open.
   *
   * @param openMedia Opens camera and microphone.
   * @param onLost Told when a device goes by itself: unplugged, taken back.
   */
  constructor(openMedia: OpenMedia, onLost: () => void) {
    this.#openMedia = openMedia;
    this.#onLost = onLost;
  }

  /** The open stream; `null` when there is none. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  /**
   * Opens the devices; open ones, and those that are being opened, stay so.
   *
   * @returns The stream; `null` when it was closed while the visitor was still
   * being asked.
   * @throws {MediaError} When there is nothing to open and still a wish to.
   */
  open(): Promise<MediaStream | null> {
    return this.#opened ??= this.#openAnew();
  }

  /** Closes the devices, and an opening under way. */
  close(): void {
    this.#opening++;
    this.#opened = null;
    if (this.#stream) stopTracks(this.#stream);
    this.#stream = null;
  }

  /**
   * Opens the device of one kind anew, after another one was chosen; the stream
   * stays the same. The old one is closed first: phones open one camera at a
   * time.
   *
   * @returns Whether there is a new track in the stream.
   * @throws {MediaError} When there is nothing to open.
   */
  async reopen(kind: MediaKind): Promise<boolean> {
    const stream = this.#stream;
    if (stream === null) return false;
    removeTracks(stream, kind);
    const opened = await this.#openMedia(kind);
    if (stream !== this.#stream) {
      stopTracks(opened);
      return false;
    }
    dropEnded(opened);
    // Two switches may have been under way: the last one counts.
    removeTracks(stream, kind);
    for (const track of opened.getTracks()) {
      stream.addTrack(track);
      this.#watch(track, stream);
    }
    this.#applyToggles();
    return true;
  }

  /** Switches picture and sound, now and for the next stream. */
  setToggles(toggles: MediaToggles): void {
    this.#toggles = toggles;
    this.#applyToggles();
  }

  async #openAnew(): Promise<MediaStream | null> {
    const opening = ++this.#opening;
    try {
      const stream = await this.#openMedia();
      if (opening !== this.#opening) {
        stopTracks(stream);
        return null;
      }
      dropEnded(stream);
      this.#stream = stream;
      for (const track of stream.getTracks()) this.#watch(track, stream);
      this.#applyToggles();
      return stream;
    } catch (error) {
      if (opening !== this.#opening) return null;
      this.#opened = null;
      throw error;
    }
  }

  #watch(track: MediaStreamTrack, stream: MediaStream): void {
    track.addEventListener("ended", () => {
      const isUsed = stream.getTracks().includes(track);
      if (this.#stream !== stream || !isUsed) return;
      stream.removeTrack(track);
      this.#onLost();
    });
  }

  #applyToggles(): void {
    const { isMicOn, isCameraOn } = this.#toggles;
    for (const track of this.#stream?.getTracks() ?? []) {
      track.enabled = track.kind === "audio" ? isMicOn : isCameraOn;
    }
  }
}

/** Ends picture and sound; the devices are free then. */
export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Takes out what went before anybody could listen for its end.
 *
 * @throws {MediaError} When nothing is left.
 */
function dropEnded(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    if (track.readyState === "ended") stream.removeTrack(track);
  }
  if (stream.getTracks().length === 0) throw new MediaError("no-device");
}

function removeTracks(stream: MediaStream, kind: MediaKind): void {
  for (const track of stream.getTracks()) {
    if (track.kind !== kind) continue;
    stream.removeTrack(track);
    track.stop();
  }
}
