/**
 * Tracks and streams without a device.
 *
 * @module
 */

/** A track that can be switched, stopped and unplugged. */
export class FakeTrack extends EventTarget {
  enabled = true;
  isStopped = false;
  contentHint = "";
  settings: MediaTrackSettings = {};
  getSettings(): MediaTrackSettings {
    return this.settings;
  }
  constructor(readonly kind: "audio" | "video") {
    super();
  }
  get readyState(): MediaStreamTrackState {
    return this.isStopped ? "ended" : "live";
  }
  stop(): void {
    this.isStopped = true;
  }
  /** Goes by itself. */
  unplug(): void {
    this.isStopped = true;
    this.dispatchEvent(new Event("ended"));
  }
}

/** A stream of one audio and one video track, or of what was asked for. */
export class FakeStream {
  readonly audio = new FakeTrack("audio");
  readonly video = new FakeTrack("video");
  readonly added: { kind: string }[] = [];
  /** The tracks it began with. */
  readonly opened: readonly FakeTrack[];
  #tracks: FakeTrack[];
  constructor(kind?: "audio" | "video") {
    const both = [this.audio, this.video];
    this.opened = both.filter((track) => !kind || track.kind === kind);
    this.#tracks = [...this.opened];
  }
  addTrack(track: { kind: string }): void {
    this.added.push(track);
    if (track instanceof FakeTrack) this.#tracks.push(track);
  }
  removeTrack(track: FakeTrack): void {
    this.#tracks = this.#tracks.filter((other) => other !== track);
  }
  getTracks(): FakeTrack[] {
    return this.#tracks;
  }
  getAudioTracks(): FakeTrack[] {
    return [this.audio];
  }
  getVideoTracks(): FakeTrack[] {
    return [this.video];
  }
  /** Both devices go by themselves. */
  unplug(): void {
    this.audio.unplug();
    this.video.unplug();
  }
  /** The same object, as the real class. */
  get asStream(): MediaStream {
    return this as unknown as MediaStream;
  }
}
