/**
 * What clients hold open at the same time: a rate says how often one may begin,
 * and nothing of how much has not ended yet.
 *
 * @module
 */

import { ApiError } from "@/lib/protocol/errors.ts";

/** How much may be open at once. */
export interface OpenLimits {
  /** At one address. */
  each: number;
  /** At all addresses together. */
  all: number;
}

/** How long those wait who find too much open, seconds. */
const WAIT_SECONDS = 5;

/** Counts what is open, by address and in all, for one process. */
export class HeldOpen {
  readonly #limits: OpenLimits;
  readonly #counts = new Map<string, number>();
  #total = 0;

  /** Begins with nothing open. */
  constructor(limits: OpenLimits) {
    this.#limits = limits;
  }

  /** What is open in all. */
  get total(): number {
    return this.#total;
  }

  /** How many addresses have something open; of others nothing is kept. */
  get addressCount(): number {
    return this.#counts.size;
  }

  /**
   * Opens one more; {@link HeldOpen.close} is to be called for it once.
   *
   * @param address Whose it is; `null` where addresses are not limited.
   * @throws {ApiError} `slow-down` where the address has too much open,
   * `unavailable` where all have; both with `Retry-After`.
   */
  open(address: string | null): void {
    const count = address === null ? 0 : this.#counts.get(address) ?? 0;
    const headers = { "retry-after": String(WAIT_SECONDS) };
    if (count >= this.#limits.each) {
      throw new ApiError("slow-down", "too much open at once", headers);
    }
    if (this.#total >= this.#limits.all) {
      throw new ApiError("unavailable", "too much open at once", headers);
    }
    this.#total++;
    if (address !== null) this.#counts.set(address, count + 1);
  }

  /** Closes one that was opened for an address. */
  close(address: string | null): void {
    this.#total--;
    if (address === null) return;
    const left = this.#counts.get(address)! - 1;
    if (left > 0) this.#counts.set(address, left);
    else this.#counts.delete(address);
  }
}
