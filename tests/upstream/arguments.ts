/**
 * Where upstream is, from the command line.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { resolve } from "node:path";

/** Checkouts of upstream. */
export interface Checkouts {
  /** The repository denoland/fresh, at the tag this site is for. */
  fresh: string;
  /** The repository denoland/std. */
  std: string;
}

/** The parts there are to run. */
export const PARTS = ["app", "tests"] as const;

/** What was asked for. */
export interface Arguments {
  /** The checkouts, or `null` to take Fresh from JSR. */
  checkouts: Checkouts | null;
  /** What to run: the site on upstream, upstream's tests on ours. */
  parts: readonly (typeof PARTS[number])[];
}

/** Says in one sentence what the task needs. */
export const NEEDED =
  "Cannot run as JSR is out of reach and there are no checkouts: give --fresh DIR and --std DIR, with denoland/fresh at tag 2.3.3 and denoland/std";

/**
 * Reads the command line.
 *
 * @throws {TypeError} If it is not understood, or one checkout is missing.
 */
export function readArguments(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      fresh: { type: "string" },
      std: { type: "string" },
      only: { type: "string" },
    },
  });
  const { fresh, std, only } = values;
  const parts = PARTS.filter((part) => only === undefined || part === only);
  if (parts.length === 0) {
    throw new TypeError(
      `Cannot run "${only}": --only takes ${PARTS.join(" or ")}`,
    );
  }
  if ((fresh === undefined) !== (std === undefined)) {
    throw new TypeError("Cannot run with one checkout: --fresh needs --std");
  }
  const checkouts = fresh === undefined
    ? null
    : { fresh: resolve(fresh), std: resolve(std!) };
  return { checkouts, parts };
}

/** Tells whether Fresh can be had from JSR. */
export async function canReachJsr(): Promise<boolean> {
  try {
    const response = await fetch("https://jsr.io/@fresh/core/meta.json", {
      signal: AbortSignal.timeout(5_000),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
