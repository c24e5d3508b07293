/**
 * The same visitor in several tabs: they share one cookie, and with it one
 * place in the queue or one call. Each tab tells the others what it does, so
 * that a second one knows before its visitor presses anything.
 *
 * @module
 */

import * as z from "zod/mini";
import { type CallState, isCameraInUse, type TabEvent } from "./machine.ts";

/** The part of a `BroadcastChannel` that is needed. */
export interface TabPort {
  /** Tells all other tabs. */
  postMessage(message: TabMessage): void;
  /** Listens for what other tabs tell. */
  addEventListener(
    type: "message",
    listener: (event: { data: unknown }) => void,
  ): void;
}

/** What tabs tell each other; `ask` is answered by a busy tab only. */
export type TabMessage = "ask" | "busy" | "free" | "taken-over";

const messageSchema: z.ZodMiniType<TabMessage> = z.enum([
  "ask",
  "busy",
  "free",
  "taken-over",
]);

/** Tells the other tabs of this one's visit, and this one of theirs. */
export class OtherTabs {
  readonly #port: TabPort;
  readonly #onEvent: (event: TabEvent) => void;
  #isBusy = false;

  /**
   * Starts to listen.
   *
   * @param port Where the tabs hear of each other.
   * @param onEvent Told of what another tab does.
   */
  constructor(port: TabPort, onEvent: (event: TabEvent) => void) {
    this.#port = port;
    this.#onEvent = onEvent;
    port.addEventListener("message", ({ data }) => {
      const message = messageSchema.safeParse(data);
      // A tab with a newer version of the page may say more than we know.
      if (message.success) this.#receive(message.data);
    });
  }

  /** Asks whether another tab is busy; the answer comes as an event. */
  ask(): void {
    this.#port.postMessage("ask");
  }

  /** Takes note of this tab's state, changed or not. */
  follow(state: CallState): void {
    const isBusy = isCameraInUse(state);
    if (isBusy === this.#isBusy) return;
    this.#isBusy = isBusy;
    if (isBusy) this.#port.postMessage("taken-over");
    else if (state.name !== "other-tab") this.#port.postMessage("free");
  }

  #receive(message: TabMessage): void {
    switch (message) {
      case "ask":
        if (this.#isBusy) this.#port.postMessage("busy");
        return;
      case "busy":
        return this.#onEvent({ type: "other-tab-busy" });
      case "free":
        return this.#onEvent({ type: "other-tab-free" });
      case "taken-over":
        return this.#onEvent({ type: "taken-over" });
    }
  }
}
