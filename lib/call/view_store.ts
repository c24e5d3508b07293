/**
 * The view of a visit as it changes, told to whoever shows it.
 *
 * @module
 */

import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import { reachStep, startFunnel } from "./report/funnel.ts";
import { type CallView, INITIAL_VIEW } from "./view.ts";

/** What a store needs. */
export interface ViewStoreDeps {
  /** Current time, Unix milliseconds. */
  readonly nowMs: () => number;
  /** Told of every change. */
  readonly onChange: (view: CallView) => void;
}

/** Holds the newest view. */
export class ViewStore {
  readonly #deps: ViewStoreDeps;
  #view: CallView = INITIAL_VIEW;

  /** Begins with a visit that has not begun. */
  constructor(deps: ViewStoreDeps) {
    this.#deps = deps;
  }

  /** The view as it is. */
  get current(): CallView {
    return this.#view;
  }

  /** Shows a change. */
  show(change: Partial<CallView>): void {
    this.#view = { ...this.#view, ...change };
    this.#deps.onChange(this.#view);
  }

  /** Begins to count the steps towards a call. */
  beginFunnel(): void {
    this.show({ funnel: startFunnel(this.#deps.nowMs()), gen: 0 });
  }

  /** Notes that a step was reached. */
  reach(step: FunnelStep): void {
    const before = this.#view.funnel;
    const funnel = reachStep(before, step, this.#deps.nowMs());
    if (funnel !== before) this.show({ funnel });
  }

  /** Notes the number of a negotiation. */
  noteGen(gen: number): void {
    if (gen !== this.#view.gen) this.show({ gen });
  }
}
