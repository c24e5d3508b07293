/**
 * Tries to make a pair of two people: looks at the candidate, and claims.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";
import type { Pair } from "@/lib/signaling/pair.ts";
import type { Pairs } from "@/lib/signaling/pairs.ts";
import { readCandidate } from "./candidate.ts";
import { claimed, type VisitorRecords, type WaitingRecords } from "./claim.ts";
import { matchingKeys } from "./keys.ts";
import {
  heldBackUntil,
  isRecent,
  type RecentPartner,
} from "./recent_partners.ts";
import type { Ticket } from "./tickets.ts";
import { Tries } from "./tries.ts";

/** What it takes to make pairs. */
export interface PairingDeps {
  /** Where tickets and pairs are kept. */
  store: Store;
  /** Reads pairs. */
  pairs: Pairs;
  /** Tells the time. */
  now: Clock;
  /** Names the start of this process where it alone hears of all browsers. */
  bootId: string | null;
  /** Makes an id that nobody can guess, of a pair or of an offer. */
  newId: () => string;
}

/** A recent partner: somebody else should be tried first. */
export interface Held {
  /** Who it is. */
  anonId: string;
  /** Until when they are kept apart even when there is nobody else. */
  heldUntil: number;
}

/**
 * How a try for one candidate ended: with a pair; `null` when the seeker's own
 * records changed, or the call they leave has to end first, so that the search
 * is over; `lost` when the candidate is
 * not to be had; `lapsed` when they vanished; or they are a recent partner.
 */
export type Outcome = Pair | null | "lost" | "lapsed" | Held;

/** Whom to try for. */
export interface Candidate {
  /** Who it is. */
  anonId: string;
  /** Whether a recent partner will do. */
  isRecentFine?: boolean;
}

/** Makes pairs of two given people. */
export class Pairing {
  readonly #deps: PairingDeps;
  readonly #onTaken: (ticket: Ticket) => void;
  /** Others look elsewhere first instead of losing the same race. */
  readonly #tries = new Tries();

  /**
   * Makes one that knows of no try yet.
   *
   * @param onTaken Told of each place that somebody leaves for a call.
   */
  constructor(deps: PairingDeps, onTaken: (ticket: Ticket) => void) {
    this.#deps = deps;
    this.#onTaken = onTaken;
  }

  /** Says whether somebody takes part in a try. */
  isBusy(anonId: string): boolean {
    return this.#tries.has(anonId);
  }

  /** Waits for the end of the try that somebody takes part in, if any. */
  async ended(anonId: string): Promise<void> {
    await this.#tries.ended(anonId);
  }

  /** Reads somebody's records as one snapshot, after any try for them. */
  async recordsOf(anonId: string): Promise<VisitorRecords> {
    await this.#tries.ended(anonId);
    return await this.#read(anonId);
  }

  async #read(anonId: string): Promise<VisitorRecords> {
    const [ticket, index, recents] = await this.#deps.store.getMany<
      [Ticket, string, RecentPartner[]]
    >([
      matchingKeys.ticket(anonId),
      signalingKeys.pairByAnon(anonId),
      matchingKeys.recent(anonId),
    ]);
    return { ticket, index, recents };
  }

  /**
   * Looks whether somebody's records are still the same.
   *
   * @returns `true`, or the pair they are in instead, if any.
   */
  async isCurrent(
    anonId: string,
    records: VisitorRecords,
  ): Promise<true | Pair | null> {
    const current = await this.#read(anonId);
    return isSame(current, records) ||
      await this.#deps.pairs.of(current.index);
  }

  /**
   * Pairs two who both want each other back, before anybody else.
   *
   * @param seekerId Who asks; they have to wait, as the other one has.
   * @param also What else the commit changes.
   * @returns The pair; `null` when one of the two is not there any more, is in
   * a call, or is to be kept from the other.
   */
  async pairAgain(
    seekerId: string,
    partnerId: string,
    also: readonly Mutation[],
  ): Promise<Pair | null> {
    // Once more, for perhaps only a lease was renewed.
    for (let looks = 0; looks < 2; looks++) {
      const records = await this.recordsOf(seekerId);
      const { ticket, index } = records;
      const isFree = ticket.versionstamp !== null &&
        index.versionstamp === null;
      if (!isFree) return null;
      const found = await readCandidate(ticket.value, partnerId, this.#deps);
      if (typeof found === "string") return null;
      const pair = await this.#claim(ticket.value, records, found, also);
      if (pair !== null) return pair;
    }
    return null;
  }

  #areRecent(
    seeker: Ticket,
    records: VisitorRecords,
    other: WaitingRecords,
  ): boolean {
    const now = this.#deps.now();
    return isRecent(records.recents.value, other.ticket.value.anonId, now) ||
      isRecent(other.recents.value, seeker.anonId, now);
  }

  /** Runs one try for a candidate, once nobody tries for the seeker. */
  async try(
    seeker: Ticket,
    records: VisitorRecords,
    { anonId, isRecentFine = false }: Candidate,
  ): Promise<Outcome> {
    if (this.#tries.has(seeker.anonId)) {
      await this.#tries.ended(seeker.anonId);
      const current = await this.isCurrent(seeker.anonId, records);
      if (current !== true) return current;
    }
    return await this.#tries.run(
      [seeker.anonId, anonId],
      () => this.#attempt(seeker, records, { anonId, isRecentFine }),
    );
  }

  /**
   * Looks at a candidate and claims them; once more when that fails and the
   * seeker's own records are unchanged, for then perhaps only the candidate's
   * lease was renewed. Who leaves a call by it has but one claim.
   */
  async #attempt(
    seeker: Ticket,
    records: VisitorRecords,
    { anonId, isRecentFine }: { anonId: string; isRecentFine: boolean },
  ): Promise<Outcome> {
    for (let looks = 0; looks < 2; looks++) {
      const found = await readCandidate(seeker, anonId, this.#deps);
      if (typeof found === "string") return found;
      if (!isRecentFine && this.#areRecent(seeker, records, found)) {
        return { anonId, heldUntil: heldBackUntil(seeker, found.ticket.value) };
      }
      const pair = await this.#claim(seeker, records, found);
      if (pair !== null) return pair;
      // Whoever is left has waited for long enough to hear of it.
      if (records.leaving) return null;
      const current = await this.isCurrent(seeker.anonId, records);
      if (current !== true) return current;
    }
    return "lost";
  }

  async #claim(
    seeker: Ticket,
    records: VisitorRecords,
    partner: WaitingRecords,
    also: readonly Mutation[] = [],
  ): Promise<Pair | null> {
    const { pairs, newId, now } = this.#deps;
    const claim = { seeker, records, partner, pairId: newId() };
    const { pair, write } = claimed(claim, now());
    const { ok, versionstamp } = await pairs.commit({
      ...write,
      mutations: [...write.mutations, ...also],
    }, records.leaving);
    if (!ok) return null;
    pairs.noteCreated(pair, versionstamp);
    this.#onTaken(seeker);
    this.#onTaken(partner.ticket.value);
    return pair;
  }
}

/** Says whether a try ended the search. */
export function isFinal(outcome: Outcome): outcome is Pair | null {
  return outcome === null || (typeof outcome !== "string" && !isHeld(outcome));
}

/** Says whether a try found a recent partner. */
export function isHeld(outcome: Outcome): outcome is Held {
  return outcome !== null && typeof outcome !== "string" &&
    "heldUntil" in outcome;
}

function isSame(one: VisitorRecords, other: VisitorRecords): boolean {
  return one.ticket.versionstamp === other.ticket.versionstamp &&
    one.index.versionstamp === other.index.versionstamp;
}
