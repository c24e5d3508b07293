/**
 * What the page does besides showing a visit: keeps the screen on in calls, and
 * calls back somebody who waits in another tab.
 *
 * @module
 */

import type { CallStateName } from "./machine.ts";
import type { WakeLock } from "./wake_lock.ts";

/** What it works with. */
export interface PageEffectsDeps {
  /** The screen. */
  readonly wakeLock: Pick<WakeLock, "want" | "close">;
  /** Plays the sound of a match. */
  readonly chime: () => void;
  /** Says whether the page is in the background. */
  readonly isHidden: () => boolean;
  /** Told whether somebody came while nobody looked. */
  readonly onCalling: (isCalling: boolean) => void;
  /** Listens for the page to be seen again. */
  readonly events: Pick<
    EventTarget,
    "addEventListener" | "removeEventListener"
  >;
}

/** Follows a visit from state to state. */
export class PageEffects {
  readonly #deps: PageEffectsDeps;
  readonly #seen = () => {
    if (!this.#deps.isHidden()) this.#deps.onCalling(false);
  };

  /** Begins to watch the page. */
  constructor(deps: PageEffectsDeps) {
    this.#deps = deps;
    deps.events.addEventListener("visibilitychange", this.#seen);
  }

  /** Takes note of a state that was entered. */
  follow(state: CallStateName): void {
    const { wakeLock, chime, isHidden, onCalling } = this.#deps;
    wakeLock.want(state === "connecting" || state === "live");
    const isCalling = state === "live" && isHidden();
    onCalling(isCalling);
    if (isCalling) chime();
  }

  /** Ends everything. */
  close(): void {
    this.#deps.events.removeEventListener("visibilitychange", this.#seen);
    this.#deps.wakeLock.close();
  }
}
