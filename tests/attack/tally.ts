/**
 * What became of an attack's tries.
 *
 * @module
 */

/** How the server met one kind of attack. */
export class Tally {
  /** Tries made. */
  tried = 0;
  /** Answered as if nothing were wrong, 1xx to 3xx. */
  taken = 0;
  /** Refused, 4xx. */
  refused = 0;
  /** Asked to come back later: 503 with `Retry-After`. */
  deferred = 0;
  /** Cut off, or not answered in time. */
  cut = 0;
  /** Failures: any other 5xx, and strangers let in, with what was asked. */
  readonly failures: string[] = [];

  /**
   * Counts an answer.
   *
   * @param what What was asked, should it have failed.
   */
  note(
    { status, retryAfter }: { status: number; retryAfter: string | null },
    what: string,
  ): void {
    this.tried++;
    if (status < 400) this.taken++;
    else if (status < 500) this.refused++;
    else if (status === 503 && retryAfter !== null) this.deferred++;
    else this.failures.push(`${status} ${what}`);
  }

  /** Counts somebody who was let in and must not be. */
  noteBreach(what: string): void {
    this.failures.push(`let in ${what}`);
  }

  /** Counts a try without an answer. */
  noteCut(): void {
    this.tried++;
    this.cut++;
  }
}

/** The middle 95 of a hundred are at most this; `NaN` of nothing. */
export function p95(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN;
}
