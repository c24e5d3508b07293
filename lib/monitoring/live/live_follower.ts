/**
 * Follows what is live while somebody looks on: one reader for a process,
 * however many admins there are.
 *
 * What this process hears itself it knows at once; what others write it finds
 * in the store, at the cost of what changed.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import { getAlert } from "@/lib/monitoring/alerts/alert_store.ts";
import {
  changedAlerts,
  listenForAlerts,
  readOpenAlerts,
} from "@/lib/monitoring/alerts/alert_change.ts";
import type { CallWatch } from "@/lib/monitoring/alerts/call_watch.ts";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import type { LiveCounts } from "@/lib/monitoring/overview/live_counts.ts";
import { listPairEnds } from "@/lib/signaling/ended_pairs.ts";
import { liveKeys } from "./keys.ts";
import { LiveCalls } from "./live_calls.ts";
import {
  FIRST_POSITION,
  type KnownMember,
  lastPosition,
  readChanges,
  readMembers,
} from "./live_rows.ts";
import type { StatsIntake } from "./stats_intake.ts";

/** What following needs. */
export interface LiveFollowerDeps {
  /** Where members and alerts are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Prints. */
  log: Log;
  /** Tells what this process hears of members, and by which name it writes. */
  intake: Pick<StatsIntake, "listeners" | "instanceId">;
  /** Tells what this process does about alerts, and closes them. */
  watch: Pick<CallWatch, "listeners" | "end">;
  /** Counts who waits and talks. */
  countLive(): Promise<LiveCounts>;
}

/** A bell may be missed, so the store is asked this often anyway, ms. */
const ASK_EVERY_MS = 2_000;

/**
 * Who waits and who has left is looked up this often, milliseconds, and at most
 * so often what others say of alerts: each time all of a few seconds are read,
 * and what this process does about alerts is known without.
 */
const LOOK_EVERY_MS = 500;

/** Members are silent for minutes before they are dropped: no need to hurry. */
const DROP_EVERY_MS = 10_000;

/** How far the clocks of two instances may be apart, milliseconds. */
const MAX_SKEW_MS = 5_000;

/** How long a change may be on its way into the store, milliseconds. */
const MAX_COMMIT_MS = 2_000;

/** Calls read at once. */
const CALLS_AT_ONCE = 50;

/** Follows what is live. */
export class LiveFollower {
  /** What is known. */
  readonly calls: LiveCalls = new LiveCalls();
  readonly #deps: LiveFollowerDeps;
  readonly #stops: (() => void)[] = [];
  /** When each alert last changed, of what was read of it. */
  readonly #alertsSeen = new Map<string, number>();
  #position: string = FIRST_POSITION;
  #hasNews = false;
  #hasAlertNews = false;
  #askedAt = 0;
  #alertsReadAt = 0;
  #lookedAt = 0;
  #droppedAt = 0;
  #isFailing = false;

  private constructor(deps: LiveFollowerDeps) {
    this.#deps = deps;
  }

  /**
   * Reads everything and goes on from there.
   *
   * @throws Whatever the store throws.
   */
  static async start(deps: LiveFollowerDeps): Promise<LiveFollower> {
    const follower = new LiveFollower(deps);
    try {
      await follower.#begin();
    } catch (error) {
      follower.stop();
      throw error;
    }
    return follower;
  }

  /** Ends it. */
  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Reads what is new. It never throws: the next reading makes up for it. */
  async follow(): Promise<void> {
    try {
      await this.#follow();
      this.#isFailing = false;
    } catch (error) {
      this.#hasNews = this.#hasAlertNews = true;
      if (!this.#isFailing) {
        this.#deps.log.warn("live calls not read, will try again", { error });
      }
      this.#isFailing = true;
    }
  }

  async #begin(): Promise<void> {
    const { store, intake, watch, now } = this.#deps;
    // Listening comes before reading, and what is heard twice changes nothing.
    const onNews = (member: KnownMember) => this.calls.noteMember(member);
    const onAlert = (alert: Alert) => this.#noteAlert(alert, alert.updatedAt);
    intake.listeners.add(onNews);
    watch.listeners.add(onAlert);
    this.#stops.push(
      () => intake.listeners.delete(onNews),
      () => watch.listeners.delete(onAlert),
      store.listen(liveKeys.bell(), () => this.#hasNews = true),
      listenForAlerts(store, () => this.#hasAlertNews = true),
    );
    this.#position = await lastPosition(store);
    this.#askedAt = this.#alertsReadAt = now();
    await this.#look(0);
    const members = await readMembers(store, liveKeys.members(), now());
    for (const member of members) this.calls.noteMember(member);
    for (const alert of await readOpenAlerts(store)) {
      this.calls.noteAlert(alert);
    }
  }

  async #follow(): Promise<void> {
    const { now } = this.#deps;
    const isTimeToAsk = now() - this.#askedAt >= ASK_EVERY_MS;
    if (this.#hasNews || isTimeToAsk) {
      this.#hasNews = false;
      await this.#readMembers();
    }
    const isTimeToLook = now() - this.#lookedAt >= LOOK_EVERY_MS;
    if (this.#hasAlertNews && isTimeToLook || isTimeToAsk) {
      this.#hasAlertNews = false;
      await this.#readAlerts();
    }
    if (isTimeToAsk) this.#askedAt = now();
    if (isTimeToLook) await this.#look(this.#lookedAt - MAX_SKEW_MS);
  }

  async #readMembers(): Promise<void> {
    const { store, intake: { instanceId }, now } = this.#deps;
    const changes = await readChanges(store, this.#position, instanceId);
    const pairIds = [...changes.pairIds];
    for (let i = 0; i < pairIds.length; i += CALLS_AT_ONCE) {
      const found = await Promise.all(
        pairIds.slice(i, i + CALLS_AT_ONCE).map((pairId) =>
          readMembers(store, liveKeys.membersOf(pairId), now())
        ),
      );
      for (const member of found.flat()) this.calls.noteMember(member);
    }
    this.#position = changes.position;
  }

  async #readAlerts(): Promise<void> {
    const { store, now } = this.#deps;
    // Changes are found by their time, which is that of whoever made them.
    const lateMs = store.isOwned ? MAX_COMMIT_MS : MAX_SKEW_MS;
    const fromMs = this.#alertsReadAt - lateMs;
    const readAt = now();
    for (const [id, changedAt] of await changedAlerts(store, fromMs)) {
      if ((this.#alertsSeen.get(id) ?? -1) >= changedAt) continue;
      const found = await getAlert(store, id);
      if (found !== null) this.#noteAlert(found.alert, changedAt);
    }
    this.#alertsReadAt = readAt;
    // Changes from before the next reading's beginning are not read again.
    for (const [id, changedAt] of this.#alertsSeen) {
      if (changedAt < readAt - 2 * lateMs) this.#alertsSeen.delete(id);
    }
  }

  #noteAlert(alert: Alert, changedAt: number): void {
    this.#alertsSeen.set(alert.id, changedAt);
    this.calls.noteAlert(alert);
  }

  async #look(endsFromMs: number): Promise<void> {
    const { store, now, countLive, watch } = this.#deps;
    const at = now();
    const span = { fromMs: endsFromMs, toMs: Infinity };
    for await (const { pairId } of listPairEnds(store, span)) {
      if (this.calls.hasAlerts(pairId)) await watch.end(pairId);
      this.calls.noteEnd(pairId, at);
    }
    this.calls.noteCounts(await countLive());
    if (at - this.#droppedAt >= DROP_EVERY_MS) {
      this.calls.dropSilent(at);
      this.#droppedAt = at;
    }
    this.#lookedAt = at;
  }
}
