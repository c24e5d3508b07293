/**
 * What a load run measured, and how it is put in words.
 *
 * @module
 */

/** What a load run measured. */
export interface LoadResult {
  /** Handshakes finished. */
  handshakes: number;
  /** Requests answered. */
  requests: number;
  /** Requests among them that were sent away under load. */
  refused: number;
  /** How long it took, milliseconds. */
  elapsedMs: number;
  /** How long each handshake took, milliseconds, ascending. */
  handshakeMs: number[];
  /** Mean time of each part of a handshake, milliseconds, in order. */
  partsMs: Record<string, number>;
}

/** Puts results of several runs together. */
export function mergeResults(results: readonly LoadResult[]): LoadResult {
  const sum = (pick: (result: LoadResult) => number) =>
    results.reduce((total, result) => total + pick(result), 0);
  const names = [...new Set(results.flatMap((r) => Object.keys(r.partsMs)))];
  return {
    handshakes: sum((r) => r.handshakes),
    requests: sum((r) => r.requests),
    refused: sum((r) => r.refused),
    elapsedMs: sum((r) => r.elapsedMs),
    handshakeMs: results.flatMap((r) => r.handshakeMs).sort((a, b) => a - b),
    partsMs: Object.fromEntries(
      names.map((name) => [
        name,
        sum((r) => r.partsMs[name] ?? 0) / results.length,
      ]),
    ),
  };
}

/** Handshakes in a second. */
export function handshakesPerSecond(result: LoadResult): number {
  return result.handshakes / result.elapsedMs * 1000;
}

/** Value below which a share of an ascending series lies; 0 for an empty one. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}
