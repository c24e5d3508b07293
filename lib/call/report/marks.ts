/**
 * Leaves the moments of a call in the page's performance time line, where
 * browsers' own tools and our measurements read them.
 *
 * @module
 */

import { FUNNEL_STEPS } from "@/lib/protocol/funnel_steps.ts";
import type { Funnel } from "./funnel.ts";

/** The part of `performance` that is needed. */
export interface MarkPort {
  /** Leaves a mark now. */
  mark(name: string): void;
  /** Takes away all marks of a name. */
  clearMarks(name: string): void;
}

/** Marks `call:start` and every step, from `call:matched` to `call:first-frame`. */
export class CallMarks {
  readonly #port: MarkPort;
  #funnel: Funnel | null = null;

  /** Makes one that has marked nothing yet. */
  constructor(port: MarkPort) {
    this.#port = port;
  }

  /** Takes note of the funnel, changed or not. */
  follow(funnel: Funnel): void {
    const before = this.#funnel;
    if (funnel === before) return;
    this.#funnel = funnel;
    // What every visit has before its first search is no call.
    if (before === null) return;
    if (funnel.startedAtMs !== before.startedAtMs) this.#begin();
    for (const step of FUNNEL_STEPS) {
      const isNew = before.reachedAtMs[step] !== funnel.reachedAtMs[step];
      if (isNew && funnel.reachedAtMs[step] !== undefined) {
        this.#port.mark(`call:${step}`);
      }
    }
  }

  /** Only the current call's marks stay, so that each name is one moment. */
  #begin(): void {
    for (const step of FUNNEL_STEPS) this.#port.clearMarks(`call:${step}`);
    this.#port.clearMarks("call:start");
    this.#port.mark("call:start");
  }
}
