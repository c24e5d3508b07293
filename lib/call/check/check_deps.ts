/**
 * What the check needs from the browser, and what it shows.
 *
 * @module
 */

import type { CheckResults, Verdict } from "@/lib/protocol/check_reasons.ts";
import type { IceServer } from "@/lib/protocol/ice_servers.ts";
import type { Timers } from "../timers.ts";
import type { ProbeDeps } from "./ice_probe.ts";

/** What the check needs from outside. */
export interface CheckDeps extends Omit<ProbeDeps, "signal"> {
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Opens devices; rejects with a `MediaError`. */
  readonly openMedia: (
    wanted: MediaStreamConstraints,
  ) => Promise<MediaStream>;
  /** Lists the servers of the site. */
  readonly getIceServers: () => Promise<readonly IceServer[]>;
  /** Asks our server for something small. */
  readonly ping: () => Promise<unknown>;
  /** Opens the stream of events and closes it again; rejects once aborted. */
  readonly openEvents: (signal: AbortSignal) => Promise<unknown>;
  /**
   * Listens to a microphone.
   *
   * @returns Ends it.
   */
  readonly listen: (
    stream: MediaStream,
    onLevel: (level: number) => void,
  ) => () => void;
  /** Told of every change worth showing. */
  readonly onChange: (view: CheckView) => void;
}

/** What one run needs: its signal is aborted when the run is dropped. */
export type RunDeps = CheckDeps & Pick<ProbeDeps, "signal">;

/** What is seen of a check. */
export interface CheckView {
  /** Each check. */
  readonly results: CheckResults;
  /** What they mean together. */
  readonly verdict: Verdict;
  /** The camera, while it is on. */
  readonly picture: MediaStream | null;
  /** How loud the microphone is, 0 to 1; `null` while it is off. */
  readonly level: number | null;
}
