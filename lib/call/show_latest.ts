/**
 * Shows a visit late where its call has to come first. Drawing the page takes
 * longer than all that a match asks of it, and both want the page's one thread:
 * not only our scripts run there. Chromium 156 sends for every UDP port of a
 * connection over it, twice one after the other, so that who draws between the
 * answer and the ports waits with the whole call (decision 25).
 *
 * @module
 */

import type { CallStateName } from "./machine.ts";
import type { Timers } from "./timers.ts";
import type { CallView } from "./view.ts";

/** How a value is shown. */
export interface ShowOptions<T> {
  /** Shows a value. */
  readonly show: (value: T) => void;
  /**
   * Tells how long a value may wait, milliseconds.
   *
   * @param shown What is shown at that moment.
   */
  readonly waitMs: (value: T, shown: T) => number;
  /** Alarm. */
  readonly after: Timers["after"];
}

/**
 * Shows the newest of many values, once what brought them about is done. As long
 * as values may wait equally long, it is the first one that sets the time; one
 * that may wait longer or shorter sets it anew.
 *
 * @param first What is shown already.
 * @returns Takes a value; those in between are not shown.
 */
export function showLatest<T>(
  first: T,
  { show, waitMs, after }: ShowOptions<T>,
): (value: T) => void {
  let shown = first;
  let newest = first;
  /** The wait under way. */
  let wait: { readonly ms: number; readonly cancel: () => void } | null = null;
  return (value) => {
    newest = value;
    const ms = waitMs(value, shown);
    // What is due is not put off any more.
    if (wait !== null && (wait.ms === 0 || wait.ms === ms)) return;
    wait?.cancel();
    const cancel = after(ms, () => {
      wait = null;
      shown = newest;
      show(shown);
    });
    wait = { ms, cancel };
  };
}

/**
 * Milliseconds that a search is not drawn, nor the wait for a camera before it,
 * which takes no time where the camera is on. Whoever is matched at once, as most
 * are where others wait, goes from the press to the call without it. A press is
 * answered in time up to 100 ms (Nielsen, Usability Engineering, 1993, ch. 5).
 */
export const SEARCHING_MS = 80;

/**
 * Milliseconds that a call that comes about is not drawn, at most: pages answer
 * well up to 200 ms (web.dev/articles/inp), should the visitor press something.
 */
export const COMING_ABOUT_MS = 200;

/** What decides when a view is drawn. */
export type Drawn = Pick<
  CallView,
  "state" | "funnel" | "remoteStream" | "hasRemoteFrame"
>;

/** Milliseconds that a view may wait until it is drawn. */
export function drawnAfterMs(view: Drawn, shown: Drawn): number {
  const from = shown.state.name;
  switch (view.state.name) {
    case "requesting-media":
    case "waiting":
      // A call that was left goes from the page at once, with whose it was.
      return from === view.state.name || isCall(from) ? 0 : SEARCHING_MS;
    case "connecting":
      return isPictureDue(view, shown) ? 0 : COMING_ABOUT_MS;
    case "live":
      // The picture is on its way, and the page is drawn with it.
      return from === "live" || view.hasRemoteFrame ? 0 : COMING_ABOUT_MS;
    default:
      return 0;
  }
}

function isCall(name: CallStateName): boolean {
  return name === "connecting" || name === "live";
}

/**
 * Tells whether the picture that comes next needs its place on the page, and
 * nothing waits for the page's thread meanwhile: our ports are open.
 */
function isPictureDue({ funnel, remoteStream }: Drawn, shown: Drawn): boolean {
  return remoteStream !== null && remoteStream !== shown.remoteStream &&
    funnel.reachedAtMs["local-candidate"] !== undefined;
}
