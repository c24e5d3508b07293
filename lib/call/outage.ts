/**
 * Goes on by itself once the browser is online again, where a visit could not
 * begin or broke off for want of a network.
 *
 * @module
 */

import type { CallState } from "./machine.ts";

/** What goes on. */
export interface Resumable {
  /** Where the visit is. */
  readonly view: { readonly state: CallState };
  /** Begins a visit. */
  start(): void;
  /** Searches again. */
  next(): void;
}

/** The part of the window that is needed. */
export interface OutagePorts {
  /** Listens for the network to come and go. */
  readonly events: Pick<
    EventTarget,
    "addEventListener" | "removeEventListener"
  >;
  /** Says whether there is a network at all. */
  readonly isOnline: () => boolean;
  /** Told whether a visit waits for the network. */
  readonly onWaiting: (isWaiting: boolean) => void;
}

/** Holds a start back while there is no network. */
export class Outage {
  readonly #visit: Resumable;
  readonly #ports: OutagePorts;
  #isWaiting = false;
  readonly #resume = () => this.#goOn();

  /** Begins to listen. */
  constructor(visit: Resumable, ports: OutagePorts) {
    this.#visit = visit;
    this.#ports = ports;
    ports.events.addEventListener("online", this.#resume);
  }

  /** Starts now, or as soon as there is a network. */
  start(): void {
    if (this.#ports.isOnline()) this.#visit.start();
    else this.#setWaiting(true);
  }

  /** Gives up a start that waits, and listens no longer. */
  close(): void {
    this.#setWaiting(false);
    this.#ports.events.removeEventListener("online", this.#resume);
  }

  #goOn(): void {
    const { state } = this.#visit.view;
    if (this.#isWaiting) {
      this.#setWaiting(false);
      this.#visit.start();
    } else if (state.name === "failed" && state.reason === "signal-lost") {
      this.#visit.next();
    }
  }

  #setWaiting(isWaiting: boolean): void {
    if (isWaiting === this.#isWaiting) return;
    this.#isWaiting = isWaiting;
    this.#ports.onWaiting(isWaiting);
  }
}
