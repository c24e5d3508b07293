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
import { LIVE_MS, type StoredRow } from "./live_rows.ts";
import type { MemberEntry } from "./member_book.ts";

/**
 * How long the store keeps a row, milliseconds: after the member has gone by
 * `expiresAt`, the call's record still needs the country.
 */
const KEPT_MS = 3 * LIVE_MS;

/** How long a note of a change is kept: readers follow within seconds. */
const CHANGE_KEPT_MS = LIVE_MS;

/** Members of a commit: of each there are two changes, and it takes 1,000. */
const MAX_MEMBERS = 400;

/** How long the log is kept where nobody closes the record. */
const LOG_KEPT_MS = 7 * 24 * 3600_000;

/**
 * What a member takes beyond its texts: keys, names and times, bytes. A text
 * counts as a byte for each character: beyond Latin letters it takes two, for
 * which a commit of {@linkcode MAX_COMMIT_BYTES} has the room.
 */
const ROW_BYTES = 500;

/** A member on its way into the store. */
interface Writing {
  entry: MemberEntry;
  version: number;
  /** How many emissions go to the log. */
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
  for (const { value: run, sizeBytes } of runsOf(entries, instanceId, now)) {
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
      entry.unlogged.splice(0, loggedCount);
    }
    yield pairIds;
  }
}

function* runsOf(
  entries: readonly MemberEntry[],
  instanceId: string,
  now: number,
): Generator<Sized<Writing[]>> {
  for (let i = 0; i < entries.length; i += MAX_MEMBERS) {
    const sized = entries.slice(i, i + MAX_MEMBERS)
      .map((entry) => writingOf(entry, instanceId, now));
    yield* packRuns(sized, MAX_COMMIT_BYTES);
  }
}

function writingOf(
  entry: MemberEntry,
  instanceId: string,
  now: number,
): Sized<Writing> {
  const { pairId, side, startedAt, country, state, unlogged, version } = entry;
  const row = {
    startedAt,
    country,
    state: JSON.stringify(state),
    expiresAt: state.updatedAt + LIVE_MS,
  } satisfies StoredRow;
  const log = JSON.stringify(unlogged);
  const { receivedAt, seq } = unlogged[0]!;
  const mutations: Mutation[] = [{
    type: "set",
    key: liveKeys.member(pairId, side, instanceId),
    value: row,
    expireInMs: Math.max(1, state.updatedAt + KEPT_MS - now),
  }, {
    type: "set",
    key: liveKeys.log(pairId, side, {
      receivedAt,
      writer: `${instanceId}-${seq}`,
    }),
    value: log,
    expireInMs: LOG_KEPT_MS,
  }];
  return {
    value: { entry, version, loggedCount: unlogged.length, mutations },
    sizeBytes: row.state.length + log.length + ROW_BYTES,
  };
}
