/**
 * Offers and answers, numbered by generation.
 *
 * A description is kept in parts of the size that its store likes. Parts of
 * another size, from before the store was another one, are read as well.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type {
  Description,
  DescriptionKind,
} from "@/lib/protocol/description.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import { signalingKeys } from "./keys.ts";
import { DESCRIPTION_LIFE_MS, readFirstOffer } from "./first_offer.ts";
import type { Pairs } from "./pairs.ts";
import type { Store } from "@/lib/kv/store.ts";

/** One part of a description. */
export interface DescriptionPart {
  /** Its piece of the text. */
  text: string;
  /** When it stops being handed out, Unix milliseconds. */
  expiresAt: number;
}

type PartEntry = Deno.KvEntry<DescriptionPart>;

/** Parts read at once; the longest description has 36. */
const PAGE_SIZE = 50;

/** Where a description belongs. */
export interface DescriptionPlace {
  /** Offer or answer. */
  kind: DescriptionKind;
  /** The pair it is for. */
  pairId: string;
  /** Which negotiation. */
  gen: number;
}

/**
 * What became of a description: `exists` when its generation has another one
 * already, `ended` when the pair was over.
 */
export type PutOutcome = "kept" | "exists" | "ended";

/** What {@link Descriptions} works with. */
export interface DescriptionsDeps {
  /** Where they are kept. */
  store: Store;
  /** The pairs they are for. */
  pairs: Pairs;
  /** Tells the time. */
  now: Clock;
}

/** Keeps one description per kind and generation of a pair. */
export class Descriptions {
  readonly #store: Store;
  readonly #pairs: Pairs;
  readonly #now: Clock;

  /**
   * Works on the descriptions of a store.
   *
   * @param deps What it works with.
   */
  constructor({ store, pairs, now }: DescriptionsDeps) {
    this.#store = store;
    this.#pairs = pairs;
    this.#now = now;
  }

  /**
   * Keeps a description while its pair lives. An identical repeat is fine, so
   * a retry is safe.
   *
   * @param also Changes to make in the same commit; a repeat makes none.
   */
  async put(
    place: DescriptionPlace,
    sdp: string,
    also: readonly Mutation[] = [],
  ): Promise<PutOutcome> {
    const first = await this.#firstOffer(place);
    if (first !== null) return first.sdp === sdp ? "kept" : "exists";
    const firstKey = signalingKeys.descriptionPart(place, 0);
    let check: Deno.AtomicCheck = { key: firstKey, versionstamp: null };
    let outdated: Deno.KvKey[] = [];
    while (true) {
      const outcome = await this.#pairs.write(place.pairId, {
        checks: [check],
        mutations: [
          ...outdated.map((key): Mutation => ({ type: "delete", key })),
          ...this.#partsKept(place, sdp),
          ...also,
        ],
        sizeBytes: sdp.length * 2,
      });
      if (outcome === "written") return "kept";
      if (outcome === "ended") return "ended";
      const entries = await this.#list(signalingKeys.descriptionParts(place));
      const alive = entries.filter((entry) => this.#isAlive(entry));
      if (alive.length > 0) return textOf(alive) === sdp ? "kept" : "exists";
      outdated = entries.map(({ key }) => key);
      check = await this.#store.get(firstKey);
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
    const prefix = gen === undefined
      ? signalingKeys.descriptions(kind, pairId)
      : signalingKeys.descriptionParts({ kind, pairId, gen });
    const page = await this.#store.page<DescriptionPart>({ prefix }, {
      limit: PAGE_SIZE,
      reverse: true,
    });
    // A page holds the newest description, unless others above it are over.
    const isCut = page.length === PAGE_SIZE && !this.#isWholeIn(page);
    const newestFirst = isCut ? (await this.#list(prefix)).toReversed() : page;
    const alive = newestFirst.filter((entry) => this.#isAlive(entry));
    if (alive[0] === undefined) {
      return await this.#firstOffer({ kind, pairId, gen: gen ?? 0 });
    }
    const newest = genOf(alive[0]);
    const parts = alive.filter((entry) => genOf(entry) === newest);
    return { gen: newest, sdp: textOf(parts.toReversed()) };
  }

  /** Reads the offer that was there before its call, where that is asked for. */
  async #firstOffer(
    { kind, pairId, gen }: DescriptionPlace,
  ): Promise<Description | null> {
    if (kind !== "offer" || gen !== 0) return null;
    const pair = await this.#pairs.use(pairId);
    const sdp = pair && await readFirstOffer(this.#store, pair, this.#now());
    return sdp === null ? null : { gen, sdp };
  }

  /** Says whether an older description follows the newest one that lives. */
  #isWholeIn(newestFirst: readonly PartEntry[]): boolean {
    const newest = newestFirst.find((entry) => this.#isAlive(entry));
    const last = newestFirst.at(-1);
    return newest !== undefined && last !== undefined &&
      genOf(last) !== genOf(newest);
  }

  #partsKept(place: DescriptionPlace, sdp: string): Mutation[] {
    const { rowChars } = this.#store;
    return partsKept(place, { sdp, rowChars, now: this.#now() });
  }

  async #list(prefix: Deno.KvKey): Promise<PartEntry[]> {
    return await Array.fromAsync(
      this.#store.list<DescriptionPart>({ prefix }, { batchSize: PAGE_SIZE }),
    );
  }

  #isAlive({ value }: PartEntry): boolean {
    return value.expiresAt > this.#now();
  }
}

function partsKept(
  place: DescriptionPlace,
  { sdp, rowChars, now }: { sdp: string; rowChars: number; now: number },
): Mutation[] {
  const expiresAt = now + DESCRIPTION_LIFE_MS;
  const count = Math.ceil(sdp.length / rowChars);
  return Array.from({ length: count }, (_, i): Mutation => {
    const text = sdp.slice(i * rowChars, (i + 1) * rowChars);
    return {
      type: "set",
      key: signalingKeys.descriptionPart(place, i),
      value: { text, expiresAt } satisfies DescriptionPart,
      expireInMs: DESCRIPTION_LIFE_MS,
    };
  });
}

function genOf({ key }: PartEntry): number {
  return key[2] as number;
}

function textOf(parts: readonly PartEntry[]): string {
  return parts.map(({ value }) => value.text).join("");
}
