/**
 * Numbers that admins have set, kept in the store over their defaults, so that
 * every instance goes by them.
 *
 * @module
 */

import { ContendedError } from "@/lib/kv/store_failure.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import {
  type FigureChanges,
  type Figures,
  isAllowed,
  namesOf,
} from "./figures.ts";
import { settingKeys } from "./keys.ts";

/** What a group of numbers is made of. */
export interface KeptFiguresDeps<Name extends string> {
  /** Where they are kept. */
  store: Store;
  /** Prints. */
  log: Log;
  /** Names the group; part of its key. */
  group: string;
  /** What may be set. */
  figures: Figures<Name>;
  /** What holds where nothing is set. */
  defaults: Readonly<Record<Name, number>>;
}

/** One number that was set to another value. */
export interface FigureChange<Name extends string> {
  /** Which one. */
  name: Name;
  /** What held before. */
  from: number;
  /** What holds now. */
  to: number;
}

const MAX_TRIES = 5;

/** One group of numbers. */
export class KeptFigures<Name extends string> {
  /** What may be set. */
  readonly figures: Figures<Name>;
  /** What holds where nothing is set. */
  readonly defaults: Readonly<Record<Name, number>>;
  readonly #deps: KeptFiguresDeps<Name>;
  readonly #key: Deno.KvKey;

  /** Keeps the numbers of one group. */
  constructor(deps: KeptFiguresDeps<Name>) {
    this.#deps = deps;
    this.#key = settingKeys.group(deps.group);
    this.figures = deps.figures;
    this.defaults = deps.defaults;
  }

  /** Reads what admins have set. */
  async overrides(): Promise<Partial<Record<Name, number>>> {
    return this.#allowed((await this.#read()).value);
  }

  /** Reads what holds. */
  async values(): Promise<Record<Name, number>> {
    return { ...this.defaults, ...await this.overrides() };
  }

  /**
   * Sets numbers, or puts them back to their defaults; others stay.
   *
   * @returns What holds differently from before.
   * @throws {ContendedError} When others kept changing them.
   */
  async change(changes: FigureChanges<Name>): Promise<FigureChange<Name>[]> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const entry = await this.#read();
      const before = this.#allowed(entry.value);
      const after = { ...before };
      for (const name of namesOf(this.figures)) {
        const value = changes[name];
        if (value === null) delete after[name];
        else if (value !== undefined) after[name] = value;
      }
      const { ok } = await this.#deps.store.commit({
        checks: [entry],
        mutations: [{ type: "set", key: this.#key, value: after }],
      });
      if (ok) return this.#difference(before, after);
    }
    throw new ContendedError(
      "Cannot change settings: others keep changing them",
    );
  }

  #read() {
    return this.#deps.store.get<Record<string, unknown>>(this.#key);
  }

  /** Bounds may have become narrower since a value was set. */
  #allowed(
    kept: Readonly<Record<string, unknown>> | null,
  ): Partial<Record<Name, number>> {
    const allowed: Partial<Record<Name, number>> = {};
    for (const name of namesOf(this.figures)) {
      const value = kept?.[name];
      if (value === undefined) continue;
      if (isAllowed(this.figures[name], value)) allowed[name] = value;
      else this.#deps.log.warn("a kept setting is out of bounds", { name });
    }
    return allowed;
  }

  #difference(
    before: Partial<Record<Name, number>>,
    after: Partial<Record<Name, number>>,
  ): FigureChange<Name>[] {
    return namesOf(this.figures).flatMap((name) => {
      const from = before[name] ?? this.defaults[name];
      const to = after[name] ?? this.defaults[name];
      return from === to ? [] : [{ name, from, to }];
    });
  }
}
