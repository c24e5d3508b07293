/**
 * Finds settings whose names are misspelled. Whoever sets `TURN_URL` for
 * `TURN_URLS` would otherwise run without relays and never hear why.
 *
 * @module
 */

import { SETTING_NAMES } from "./config.ts";

/** First words that many programs give their variables. */
const COMMON_WORDS: ReadonlySet<string> = new Set(["DENO"]);

/** First words of settings of several words, such as `TURN`. */
const OUR_WORDS: ReadonlySet<string> = new Set(
  SETTING_NAMES.flatMap((name) => firstWordOf(name) ?? []),
);

/**
 * Names the variables that begin like a setting of this site and are none.
 * An empty one counts as not set.
 *
 * @param env Environment variables by name.
 * @returns Their names, in order.
 */
export function unknownSettings(
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  return Object.keys(env)
    .filter((name) => Boolean(env[name]) && !SETTING_NAMES.includes(name))
    .filter((name) => OUR_WORDS.has(firstWordOf(name) ?? ""))
    .sort();
}

function firstWordOf(name: string): string | undefined {
  const word = /^([A-Z]+)_/.exec(name)?.[1];
  return word === undefined || COMMON_WORDS.has(word) ? undefined : word;
}
