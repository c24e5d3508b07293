/**
 * Writes what changed of members, in as few commits as the store takes.
 *
 * @module
 */

import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";
import {
  MAX_COMMIT_BYTES,
  packRuns,
  type Sized,
} from "@/lib/monitoring/core/pack.ts";
import { liveKeys } from "./keys.ts";
import { LIVE_MS, type LiveRow, type LoggedEmission } from "./live_rows.ts";
import type { MemberEntry } from "./member_book.ts";

/**
 * Emissions that a row carries before they move to the call's log: a row is
 * written at each change, so it should be short, and the log is read by the
 * row, so it should not have too many.
 */
const TAIL_LENGTH = 8;

/**
 * How long the store keeps a row, milliseconds: after the member has gone by
 * `expiresAt`, the call's record still needs the tail.
 */
const KEPT_MS = 3 * LIVE_MS;

/** How long a note of a change is kept: readers follow within seconds. */
const CHANGE_KEPT_MS = LIVE_MS;

/** How long the log is kept where nobody closes the record. */
const LOG_KEPT_MS = 7 * 24 * 3600_000;

/** What the store takes for a value beyond its text, as a share of it. */
const OVERHEAD = 1.5;

/** A member on its way into the store. */
interface Writing {
  entry: MemberEntry;
  version: number;
  /** How much of the tail goes to the log. */
  loggedCount: number;
  mutations: Mutation[];
}

/**
 * Writes members; each commit carries its members' rows and the note that they
 * changed.
 *
 * @param options Name of this process, and the time in Unix milliseconds.
 * @returns After each commit, the calls that it was about.
 * @throws Whatever the store throws; what was not written is still dirty.
 */
export async function* writeMembers(
  store: Store,
  entries: readonly MemberEntry[],
  { instanceId, now }: { instanceId: string; now: number },
): AsyncGenerator<ReadonlySet<string>> {
  const sized = entries.map((entry) => writingOf(entry, instanceId, now));
  for (const { value: run, sizeBytes } of packRuns(sized, MAX_COMMIT_BYTES)) {
    const pairIds = new Set(run.map(({ entry }) => entry.pairId));
    await store.commit({
      mutations: [
        ...run.flatMap(({ mutations }) => mutations),
        {
          type: "append",
          prefix: liveKeys.changes(),
          value: { writer: instanceId, pairIds: [...pairIds] },
          expireInMs: CHANGE_KEPT_MS,
        },
        { type: "ring", key: liveKeys.bell() },
      ],
      sizeBytes,
    });
    for (const { entry, version, loggedCount } of run) {
      entry.writtenVersion = version;
      entry.tail.splice(0, loggedCount);
    }
    yield pairIds;
  }
}

function writingOf(
  entry: MemberEntry,
  instanceId: string,
  now: number,
): Sized<Writing> {
  const { pairId, side, startedAt, country, state, tail, version } = entry;
  const loggedCount = tail.length < TAIL_LENGTH ? 0 : tail.length;
  const row: LiveRow = {
    startedAt,
    country,
    state,
    tail: loggedCount > 0 ? [] : [...tail],
    expiresAt: state.updatedAt + LIVE_MS,
  };
  const mutations: Mutation[] = [{
    type: "set",
    key: liveKeys.member(pairId, side, instanceId),
    value: row,
    expireInMs: Math.max(1, state.updatedAt + KEPT_MS - now),
  }];
  if (loggedCount > 0) {
    mutations.push(logMutation(entry, tail.slice(0, loggedCount), instanceId));
  }
  const sizeBytes = OVERHEAD * JSON.stringify(mutations).length;
  return { value: { entry, version, loggedCount, mutations }, sizeBytes };
}

function logMutation(
  { pairId, side }: MemberEntry,
  emissions: readonly LoggedEmission[],
  instanceId: string,
): Mutation {
  const { receivedAt, seq } = emissions[0]!;
  const writer = `${instanceId}-${seq}`;
  return {
    type: "set",
    key: liveKeys.log(pairId, side, { receivedAt, writer }),
    value: emissions,
    expireInMs: LOG_KEPT_MS,
  };
}
