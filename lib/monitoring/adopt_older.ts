/**
 * Takes over what older versions of the site stored.
 *
 * They kept hours and days of calls under other keys, and made hours of calls
 * without five-minute periods. Their five-minute periods of requests had
 * another name. Old hours and days are moved; whatever still has its records is
 * marked, so that the next roll-up makes it anew.
 *
 * @module
 */

import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";
import { rtcPeriodKind } from "@/lib/monitoring/calls/period_kind.ts";
import { kpiKeys } from "@/lib/monitoring/calls/keys.ts";
import { dirtyMark } from "@/lib/monitoring/core/period_store.ts";
import { keepMsOf, type TierName, TIERS } from "@/lib/monitoring/core/tiers.ts";
import { httpPeriodKind } from "@/lib/monitoring/http/period_kind.ts";

/** Changes of one commit. */
const COMMIT_SIZE = 400;

/**
 * Takes over an older version's metrics, if there are any. Safe to repeat after
 * a failure, and on several instances at once.
 *
 * @param now Current time, Unix milliseconds.
 */
export async function adoptOlder(store: Store, now: number): Promise<void> {
  const finalUntil = kpiKeys.olderFinalUntil();
  if ((await store.get(finalUntil)).versionstamp === null) return;
  await moveAll(store, kpiKeys.olderHours(), "hour");
  await moveAll(store, kpiKeys.olderDays(), "day");
  const marks = [httpPeriodKind, rtcPeriodKind].flatMap((kind) =>
    marksOf(kind, now)
  );
  for (let i = 0; i < marks.length; i += COMMIT_SIZE) {
    await store.commit({ mutations: marks.slice(i, i + COMMIT_SIZE) });
  }
  await store.commit({ mutations: [{ type: "delete", key: finalUntil }] });
}

async function moveAll(
  store: Store,
  prefix: Deno.KvKey,
  tier: TierName,
): Promise<void> {
  const { recordKeepMs } = rtcPeriodKind;
  for await (const { key, value } of store.list({ prefix })) {
    const to = kpiKeys.periodPart(tier, key[1] as number, 0);
    await store.commit({
      // Somebody else may have moved it, and a roll-up written it since.
      checks: [{ key: to, versionstamp: null }],
      mutations: [
        {
          type: "set",
          key: to,
          value,
          expireInMs: keepMsOf(tier, recordKeepMs),
        },
        { type: "delete", key },
      ],
      sizeBytes: 50_000,
    });
  }
}

/** Marks every five minutes that may still have records. */
function marksOf(
  { keys, recordKeepMs: keepMs }: Pick<
    typeof httpPeriodKind,
    "keys" | "recordKeepMs"
  >,
  now: number,
): Mutation[] {
  const marks: Mutation[] = [];
  const { lengthMs } = TIERS["5m"];
  for (let atMs = now - keepMs; atMs <= now; atMs += lengthMs) {
    marks.push(dirtyMark(keys, "5m", { atMs, keepMs }));
  }
  return marks;
}
