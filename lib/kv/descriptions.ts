/**
 * Offers and answers, numbered by generation.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { keys } from "./keys.ts";
import type { Store } from "./store.ts";

/** Which of the two descriptions of a negotiation. */
export type DescriptionKind = "offer" | "answer";

/** A session description as one side posted it. */
export interface Description {
  /** The description; text, opaque to the server. */
  sdp: string;
  /** Which negotiation of the pair it belongs to, from 0. */
  gen: number;
  /** When it stops being handed out, Unix milliseconds. */
  expiresAt: number;
}

/** How long a description lives, milliseconds. */
const LIFE_MS = 120_000;

/** Where a description belongs. */
export interface DescriptionPlace {
  /** Offer or answer. */
  kind: DescriptionKind;
  /** The pair it is for. */
  pairId: string;
  /** Which negotiation. */
  gen: number;
}

/** Keeps one description per kind and generation of a pair. */
export class Descriptions {
  readonly #store: Store;
  readonly #now: Clock;

  /**
   * @param store Where they are kept.
   * @param now Tells the time.
   */
  constructor(store: Store, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * Keeps a description. An identical repeat is fine, so a retry is safe.
   *
   * @returns `false` when that generation already has another one.
   */
  async put(place: DescriptionPlace, sdp: string): Promise<boolean> {
    const key = keys.description(place.kind, place.pairId, place.gen);
    const value: Description = {
      sdp,
      gen: place.gen,
      expiresAt: this.#now() + LIFE_MS,
    };
    let check: Deno.AtomicCheck = { key, versionstamp: null };
    while (true) {
      const { ok } = await this.#store.commit({
        checks: [check],
        mutations: [{ type: "set", key, value, expireInMs: LIFE_MS }],
        sizeBytes: sdp.length * 2,
      });
      if (ok) return true;
      const current = await this.#store.get<Description>(key);
      if (current.value !== null && current.value.expiresAt > this.#now()) {
        return current.value.sdp === sdp;
      }
      check = current;
    }
  }

  /**
   * Reads a description.
   *
   * @param gen Which negotiation; the newest when left out.
   * @returns `null` when it has not come, or its life is over.
   */
  async get(
    kind: DescriptionKind,
    pairId: string,
    gen?: number,
  ): Promise<Description | null> {
    const found = gen === undefined
      ? await this.#newest(kind, pairId)
      : (await this.#store.get<Description>(
        keys.description(kind, pairId, gen),
      )).value;
    return found !== null && found.expiresAt > this.#now() ? found : null;
  }

  async #newest(
    kind: DescriptionKind,
    pairId: string,
  ): Promise<Description | null> {
    const listing = this.#store.list<Description>(
      { prefix: keys.descriptions(kind, pairId) },
      { limit: 1, reverse: true },
    );
    for await (const { value } of listing) return value;
    return null;
  }
}
