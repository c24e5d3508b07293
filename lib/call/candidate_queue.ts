/**
 * Candidates in both directions: the peer's, held back until there is a remote
 * description to add them to, and our own, gathered into one post a tick.
 *
 * @module
 */

/** What {@link InboundCandidates} does with a candidate whose time has come. */
export type AddCandidate = (candidate: RTCIceCandidateInit) => Promise<void>;

/** Holds the peer's candidates back until they may be added, each once. */
export class InboundCandidates {
  readonly #add: AddCandidate;
  readonly #held: RTCIceCandidateInit[] = [];
  readonly #seen = new Set<string>();
  #isOpen = false;

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
      const key = `${candidate.sdpMid ?? ""} ${candidate.candidate ?? ""}`;
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      this.#held.push(candidate);
    }
    if (this.#isOpen) this.#flush();
  }

  /** The remote description is set: adds what was held, in order. */
  open(): void {
    this.#isOpen = true;
    this.#flush();
  }

  #flush(): void {
    for (const candidate of this.#held.splice(0)) {
      this.#add(candidate).catch(() => {});
    }
  }
}

/** Gathers our candidates and posts them in order, one post at a time. */
export class OutboundCandidates {
  readonly #post: (batch: readonly RTCIceCandidateInit[]) => Promise<void>;
  readonly #defer: (callback: () => void) => void;
  readonly #batch: RTCIceCandidateInit[] = [];
  #isBusy = false;
  #isClosed = false;

  /**
   * Makes an empty batch.
   *
   * @param post Sends one batch; it retries on its own.
   * @param defer Runs something at the end of this tick.
   */
  constructor(
    post: (batch: readonly RTCIceCandidateInit[]) => Promise<void>,
    defer: (callback: () => void) => void,
  ) {
    this.#post = post;
    this.#defer = defer;
  }

  /** Adds one candidate to the batch of this tick. */
  push(candidate: RTCIceCandidateInit): void {
    this.#batch.push(candidate);
    if (this.#batch.length === 1 && !this.#isBusy) {
      this.#defer(() => void this.#flush());
    }
  }

  /** Drops what is still unsent. */
  close(): void {
    this.#isClosed = true;
    this.#batch.length = 0;
  }

  async #flush(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#batch.length > 0 && !this.#isClosed) {
      // A batch that fails for good is not worth a call: the other candidates
      // may do, and the peer finds ours by itself once it has been called.
      await this.#post(this.#batch.splice(0)).catch(() => {});
    }
    this.#isBusy = false;
  }
}
