/**
 * What is ready while a visitor looks at their own picture: the devices, the
 * connections of the next call and the event stream.
 *
 * @module
 */

import type { MediaKind } from "./media/media.ts";
import type { LocalMedia } from "./media/local_media.ts";
import type { PeerLink } from "./peer/peer_link.ts";
import type { SignalSource } from "./signaling/signals.ts";

/** What there is to get ready. */
export interface ReadinessDeps {
  /** Camera and microphone. */
  readonly media: LocalMedia;
  /** The connections. */
  readonly link: Pick<PeerLink, "prepare" | "attach" | "release">;
  /** Where signals come from. */
  readonly source: Pick<SignalSource, "open" | "close">;
  /** Told of the visitor's own picture and sound, and of their end. */
  readonly onStream: (stream: MediaStream | null) => void;
}

/** Gets everything ready and lets go of it again. */
export class Readiness {
  readonly #deps: ReadinessDeps;

  /** Makes one with nothing ready. */
  constructor(deps: ReadinessDeps) {
    this.#deps = deps;
  }

  /**
   * Gets ready; connections do not wait for the camera.
   *
   * @returns Whether the devices are open and still wanted.
   * @throws {MediaError} When they cannot be opened.
   */
  async open(): Promise<boolean> {
    const { media, link, source, onStream } = this.#deps;
    source.open();
    link.prepare();
    const stream = await media.open();
    // It may have been closed since: closing does not wait its turn.
    if (stream === null || stream !== media.stream) return false;
    link.attach(stream);
    onStream(stream);
    return true;
  }

  /** Opens the device of one kind anew, and sends what it gives. */
  async reopen(kind: MediaKind): Promise<void> {
    const { media, link, onStream } = this.#deps;
    if (!await media.reopen(kind) || media.stream === null) return;
    link.attach(media.stream);
    onStream(media.stream);
  }

  /** Lets go of the devices and of what was made ahead. */
  close(): void {
    const { media, link, source, onStream } = this.#deps;
    source.close();
    link.release();
    media.close();
    onStream(null);
  }
}
