/**
 * The members that this process has heard of lately.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import { liveKeys } from "./keys.ts";
import {
  listRows,
  LIVE_MS,
  type LiveSeat,
  type LoggedEmission,
  rowOf,
  type StoredRow,
} from "./live_rows.ts";
import { joined, type MemberState, NO_STATE } from "./member_state.ts";

/** What is known of a member here. */
export interface MemberEntry extends LiveSeat {
  /** The call. */
  readonly pairId: string;
  /** The member: `a` the caller, `b` the callee. */
  readonly side: string;
  /** What is known. */
  state: MemberState;
  /** Emissions that are not in the log of the call yet, oldest first. */
  unlogged: LoggedEmission[];
  /** Grows with each change. */
  version: number;
  /** The version that the store holds. */
  writtenVersion: number;
}

/** What names a member and is the same for the whole call. */
export interface MemberName extends LiveSeat {
  /** The call. */
  pairId: string;
  /** The member. */
  side: string;
}

/** Members in memory; whoever is not there is looked up in the store. */
export class MemberBook {
  readonly #deps: { store: Store; now: Clock; instanceId: string };
  readonly #members = new Map<string, MemberEntry>();
  /** The same by their calls. */
  readonly #calls = new Map<string, Set<MemberEntry>>();
  /** Those with changes, some of which are written by now. */
  readonly #noted = new Set<MemberEntry>();
  /** Members that are being looked up. */
  readonly #finding = new Map<string, Promise<MemberEntry>>();

  /** Knows nobody yet. */
  constructor(deps: { store: Store; now: Clock; instanceId: string }) {
    this.#deps = deps;
  }

  /** How many are known. */
  get size(): number {
    return this.#members.size;
  }

  /** The members of one call. */
  of(pairId: string): MemberEntry[] {
    return [...this.#calls.get(pairId) ?? []];
  }

  /** Finds a member, beginning with what the store holds. */
  async find(member: MemberName): Promise<MemberEntry> {
    const name = nameOf(member);
    const known = this.#members.get(name);
    if (known !== undefined) return known;
    const finding = this.#finding.get(name) ?? this.#load(member)
      .finally(() => this.#finding.delete(name));
    this.#finding.set(name, finding);
    return await finding;
  }

  /** Notes a change of a member. */
  note(entry: MemberEntry, state: MemberState, emission: LoggedEmission): void {
    entry.state = state;
    entry.unlogged.push(emission);
    entry.version++;
    this.#noted.add(entry);
    // One that was found may have been forgotten meanwhile.
    this.#keep(entry);
  }

  /** Joins what other instances have written of a member. */
  async joinOthers(entry: MemberEntry): Promise<void> {
    const { store, now, instanceId } = this.#deps;
    const prefix = liveKeys.memberRows(entry.pairId, entry.side);
    for await (const { instanceId: writer, row } of listRows(store, prefix)) {
      if (writer === instanceId || row.expiresAt <= now()) continue;
      entry.state = joined(entry.state, row.state);
    }
  }

  /** Members whose latest change the store lacks. */
  dirty(): MemberEntry[] {
    for (const entry of this.#noted) {
      if (entry.version === entry.writtenVersion) this.#noted.delete(entry);
    }
    return [...this.#noted];
  }

  /** Forgets those who have said nothing for as long as members are kept. */
  forgetIdle(now: number): void {
    for (const entry of this.#members.values()) {
      const { version, writtenVersion, state } = entry;
      const isIdle = state.updatedAt + LIVE_MS <= now;
      if (!isIdle || version !== writtenVersion) continue;
      this.#members.delete(nameOf(entry));
      const others = this.#calls.get(entry.pairId);
      others?.delete(entry);
      if (others?.size === 0) this.#calls.delete(entry.pairId);
    }
  }

  #keep(entry: MemberEntry): void {
    this.#members.set(nameOf(entry), entry);
    const others = this.#calls.get(entry.pairId);
    if (others === undefined) this.#calls.set(entry.pairId, new Set([entry]));
    else others.add(entry);
  }

  async #load({ pairId, side, startedAt, country }: MemberName) {
    const { store, instanceId } = this.#deps;
    const entry: MemberEntry = {
      pairId,
      side,
      startedAt,
      country,
      state: NO_STATE,
      unlogged: [],
      version: 0,
      writtenVersion: 0,
    };
    await this.joinOthers(entry);
    // Its own row, where it had forgotten the member.
    const key = liveKeys.member(pairId, side, instanceId);
    const { value } = await store.get<StoredRow>(key);
    if (value !== null) entry.state = joined(entry.state, rowOf(value).state);
    this.#keep(entry);
    return entry;
  }
}

function nameOf({ pairId, side }: { pairId: string; side: string }): string {
  return `${pairId}/${side}`;
}
