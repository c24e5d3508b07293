/**
 * What a visit is given from outside, so that tests need no browser.
 *
 * @module
 */

import type { LegsOptions } from "./peer/legs.ts";
import type { OpenMedia } from "./media/local_media.ts";
import type { ReloadPort } from "./reload.ts";
import type { SignalingClient } from "./signaling/rest_client.ts";
import type { Signal, SignalSource } from "./signaling/signals.ts";
import type { Timers } from "./timers.ts";
import type { CallView } from "./view.ts";

/** What a visit needs from outside. */
export interface SessionDeps {
  /** The HTTP contract. */
  readonly client: SignalingClient;
  /** Opens camera and microphone, or one; rejects with a `MediaError`. */
  readonly openMedia: OpenMedia;
  /** Makes a connection for these servers. */
  readonly createConnection: LegsOptions["createConnection"];
  /** Makes an empty stream. */
  readonly createStream: () => MediaStream;
  /** Makes the source of signals. */
  readonly createSource: (emit: (signal: Signal) => void) => SignalSource;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Tells whether the visitor asked their browser to save data. */
  readonly isSavingData: () => boolean;
  /** Source of jitter in [0, 1). */
  readonly random: () => number;
  /** Keeps a call while the page is loaded anew. */
  readonly reload: ReloadPort;
  /** Told of every change worth showing. */
  readonly onChange: (view: CallView) => void;
}
