/**
 * What one `matchmake` costs while many wait who do not fit.
 *
 * @module
 */

import { testServices } from "@/tests/helpers.ts";
import { profile } from "@/tests/helpers.ts";

/** Median and tail of a series, milliseconds. */
export interface Quantiles {
  /** Half were faster. */
  p50Ms: number;
  /** One in twenty was slower. */
  p95Ms: number;
}

const ROUNDS = 3_000;

/**
 * Measures both states alternating in one run, so that a noisy moment hits
 * both.
 *
 * @param crowds Numbers of incompatible people waiting.
 */
export async function matchmakeCost(
  crowds: readonly number[],
): Promise<Quantiles[]> {
  const samples: number[][] = crowds.map(() => []);
  const sites = await Promise.all(crowds.map(crowded));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { queue }] of sites.entries()) {
      const startedAt = performance.now();
      await queue.matchmake("seeker");
      samples[i]!.push(performance.now() - startedAt);
    }
  }
  sites.forEach((site) => site[Symbol.dispose]());
  return samples.map((all) => {
    all.sort((a, b) => a - b);
    return {
      p50Ms: all[Math.floor(all.length * 0.5)]!,
      p95Ms: all[Math.floor(all.length * 0.95)]!,
    };
  });
}

/** People of all kinds, none of whom fits a man in Vietnam seeking women. */
async function crowded(size: number) {
  const services = await testServices();
  const { queue } = services;
  const kinds = [
    profile({ gender: "m", country: "VN", filterGenders: ["f"] }),
    profile({ gender: "f", country: "EG", filterGenders: ["f"] }),
    profile({ gender: "f", country: "US", filterCountries: ["US"] }),
    profile({ gender: "u", country: "VN", filterGenders: ["u", "m"] }),
  ];
  const batch = 500;
  for (let i = 0; i < size; i += batch) {
    await Promise.all(
      Array.from({ length: Math.min(batch, size - i) }, (_, j) => {
        const kind = kinds[(i + j) % 2 === 0 ? 0 : 1 + (i + j) % 3]!;
        return queue.enqueue(`v${i + j}`, kind);
      }),
    );
  }
  await queue.enqueue(
    "seeker",
    profile({ gender: "m", country: "VN", filterGenders: ["f"] }),
  );
  return services;
}
