/**
 * What of a call was told already. The event stream and polling may both bring
 * the same news when one takes over from the other; the session hears it once.
 *
 * @module
 */

import type { Signal } from "./signals.ts";

/** Lets each piece of news of one pair through once. */
export class ToldSignals {
  #pairId: string | null = null;
  readonly #keys = new Set<string>();

  /** Begins with a pair; what is known of the same one stays known. */
  begin(pairId: string): void {
    if (pairId === this.#pairId) return;
    this.#pairId = pairId;
    this.#keys.clear();
  }

  /**
   * Notes a signal of the pair.
   *
   * @returns What of it is new; `null` for nothing.
   */
  note(signal: Signal): Signal | null {
    switch (signal.type) {
      case "matched":
        this.begin(signal.match.pairId);
        return this.#isNew("matched") ? signal : null;
      case "peer-left":
        return this.#isNew("peer-left") ? signal : null;
      case "offer":
      case "answer":
        return this.#isNew(`${signal.type} ${signal.gen}`) ? signal : null;
      case "ice": {
        const candidates = signal.candidates.filter((candidate) =>
          this.#isNew(keyOf(candidate))
        );
        return candidates.length > 0 ? { type: "ice", candidates } : null;
      }
      default:
        return signal;
    }
  }

  #isNew(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    return true;
  }
}

/** The same candidate may be written with its fields in another order. */
function keyOf(
  { candidate, sdpMid, sdpMLineIndex, usernameFragment }: RTCIceCandidateInit,
): string {
  return JSON.stringify([candidate, sdpMid, sdpMLineIndex, usernameFragment]);
}
