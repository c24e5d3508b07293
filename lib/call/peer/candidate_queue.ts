/**
 * Candidates in both directions: the peer's, held back until there is a remote
 * description to add them to, and our own, gathered into one post a tick.
 *
 * @module
 */

import { ufragOf } from "./sdp_facts.ts";

/** What {@link InboundCandidates} does with a candidate whose time has come. */
export type AddCandidate = (candidate: RTCIceCandidateInit) => Promise<void>;

/**
 * Holds the peer's candidates back until they may be added, each once: those of
 * a new ICE generation wait for its description, those of an older one are of no
 * use any more.
 */
export class InboundCandidates {
  readonly #add: AddCandidate;
  #held: RTCIceCandidateInit[] = [];
  readonly #seen = new Set<string>();
  /** User fragments of the remote description; `null` while there is none. */
  #ufrags: ReadonlySet<string> | null = null;

  /**
   * Makes an empty, closed queue.
   *
   * @param add Adds one candidate; a rejection is swallowed, since one bad
   * candidate must not cost the others.
   */
  constructor(add: AddCandidate) {
    this.#add = add;
  }

  /** Takes candidates in any order, repeats included. */
  push(candidates: readonly RTCIceCandidateInit[]): void {
    for (const candidate of candidates) {
      const key = [candidate.sdpMid, candidate.candidate, ufragOf(candidate)]
        .join(" ");
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      this.#held.push(candidate);
    }
    this.#flush();
  }

  /**
   * A remote description is set: adds what was held for it, in order.
   *
   * @param ufrags Its user fragments.
   */
  open(ufrags: ReadonlySet<string>): void {
    this.#ufrags = ufrags;
    this.#flush();
  }

  /** Gives away what is still held. */
  take(): RTCIceCandidateInit[] {
    return this.#held.splice(0);
  }

  #flush(): void {
    const ufrags = this.#ufrags;
    if (ufrags === null) return;
    const isDue = (candidate: RTCIceCandidateInit) => {
      const ufrag = ufragOf(candidate);
      return ufrag === null || ufrags.size === 0 || ufrags.has(ufrag);
    };
    const due = this.#held.filter(isDue);
    this.#held = this.#held.filter((candidate) => !isDue(candidate));
    for (const candidate of due) this.#add(candidate).catch(() => {});
  }
}

/** Sends one batch of our candidates; retries on its own. */
export type PostCandidates = (
  batch: readonly RTCIceCandidateInit[],
) => Promise<void>;

/** Most candidates of one post; the server takes 50. */
const MAX_BATCH = 40;

/**
 * Milliseconds after which it is told that there are no more candidates, unless
 * it goes along with others: nobody waits for that, and the first picture is on
 * its way.
 */
export const END_AFTER_MS = 1_000;

/** Calls back after a while. */
export type After = (delayMs: number, callback: () => void) => void;

/** Gathers the candidates of one tick into as few posts as they fit in. */
export class OutboundCandidates {
  readonly #post: PostCandidates;
  readonly #after: After;
  readonly #underWay = new Set<Promise<void>>();
  #batch: RTCIceCandidateInit[] = [];
  #isClosed = false;

  /**
   * Makes an empty batch.
   *
   * @param post Sends one batch.
   * @param after Alarm.
   */
  constructor(post: PostCandidates, after: After) {
    this.#post = post;
    this.#after = after;
  }

  /** Adds one candidate to the batch of this tick. */
  push(candidate: RTCIceCandidateInit): void {
    // What comes after an end is of the next generation; the end is history.
    const others = this.#batch.filter((other) => !isEnd(other));
    this.#batch = [...others, candidate];
    if (others.length > 0) return;
    this.#after(isEnd(candidate) ? END_AFTER_MS : 0, () => void this.#flush());
  }

  /** Drops what is still unsent. */
  close(): void {
    this.#isClosed = true;
  }

  async #flush(): Promise<void> {
    const batch = this.#batch.splice(0, MAX_BATCH);
    if (batch.length === 0) return;
    if (this.#batch.length > 0) this.#after(0, () => void this.#flush());
    // "That was the last one" must not overtake one that is still on its way.
    if (batch.some(isEnd)) await Promise.all(this.#underWay);
    if (this.#isClosed) return;
    // A batch that cannot be sent does not fail the call: the others may be
    // enough, and the peer learns our address from what reaches it.
    const sent = this.#post(batch).catch(() => {});
    this.#underWay.add(sent);
    await sent;
    this.#underWay.delete(sent);
  }
}

function isEnd({ candidate }: RTCIceCandidateInit): boolean {
  return candidate === "";
}
