/**
 * Watches single calls: raises, changes and closes the alerts about them as
 * soon as something is known.
 *
 * Most calls are fine and cost no look into the store: what is open of a call
 * is remembered for a while, and of several instances that see one call the
 * store lets one make each change.
 *
 * @module
 */

import { LRUCache } from "lru-cache";
import type { Clock } from "@/lib/clock.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import { listCallConditions, type StoredCondition } from "./alert_store.ts";
import {
  CALL_RULES,
  type CallAlertKind,
  callReadings,
} from "./call_conditions.ts";
import { type Step, step } from "./engine.ts";
import { makeMove } from "./evaluate_alerts.ts";
import { makeAlertId } from "./keys.ts";
import { isBeyond, type Reading } from "./rule.ts";

/** What a watch needs. */
export interface CallWatchDeps {
  /** Where alerts are kept. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Makes ids, in [0, 1). */
  random: () => number;
  /** Reads the price of a relayed gigabyte, which admins may change. */
  costPerGb(): Promise<number>;
}

/** Hears of every change of an alert about a call. */
export type OnCallAlert = (alert: Alert) => void;

/** What is open of a call, by kind. */
type Open = Map<string, StoredCondition>;

/** How long it is remembered, milliseconds: another instance may change it. */
const REMEMBER_MS = 30_000;
/** Twice the calls that a server is made for at once. */
const MAX_CALLS = 5_000;

/**
 * An open alert whose value merely moves is written no more often than this,
 * milliseconds, or each word of a page would be a commit.
 */
const UPDATE_EVERY_MS = 20_000;

/** Raises and closes alerts about calls. */
export class CallWatch {
  /** Told of each change that this process makes. */
  readonly listeners: Set<OnCallAlert> = new Set();
  readonly #deps: CallWatchDeps;
  readonly #open: LRUCache<string, Open>;
  #price: { perGb: number; readAt: number } | null = null;

  /** Has seen no call yet. */
  constructor(deps: CallWatchDeps) {
    this.#deps = deps;
    this.#open = new LRUCache({
      max: MAX_CALLS,
      ttl: REMEMBER_MS,
      // Asks the clock each time, and sets no timer.
      ttlResolution: 0,
      perf: { now: deps.now },
    });
  }

  /**
   * Looks at a call.
   *
   * @param here What this process knows of its members.
   * @param readAll Reads what all instances know, where that matters.
   * @throws Whatever the store throws; the next look makes up for it.
   */
  async look(
    pairId: string,
    here: readonly CallStats[],
    readAll: () => Promise<readonly CallStats[]>,
  ): Promise<void> {
    const costPerGb = await this.#costPerGb();
    const open = await this.#openOf(pairId);
    const isTrouble = callReadings(pairId, here, costPerGb).some(isRaising);
    if (!isTrouble && open.size === 0) return;
    const readings = callReadings(pairId, await readAll(), costPerGb);
    for (const reading of readings) await this.#measure(reading, open);
  }

  /** Closes what is open of a call that has ended. */
  async end(pairId: string): Promise<void> {
    this.#open.delete(pairId);
    for (const [, before] of await this.#openOf(pairId)) {
      const { state, kind } = before;
      if (!(kind in CALL_RULES)) continue;
      const change: Step["change"] = state.phase === "open"
        ? {
          type: "resolve",
          alertId: state.alertId,
          reason: "call-ended",
          value: undefined,
        }
        : { type: "none" };
      await this.#make(before, { kind, subject: pairId }, {
        state: null,
        change,
      });
    }
    this.#open.delete(pairId);
  }

  async #costPerGb(): Promise<number> {
    const readAt = this.#deps.now();
    if (this.#price === null || readAt - this.#price.readAt >= REMEMBER_MS) {
      this.#price = { perGb: await this.#deps.costPerGb(), readAt };
    }
    return this.#price.perGb;
  }

  async #openOf(pairId: string): Promise<Open> {
    const known = this.#open.get(pairId);
    if (known !== undefined) return known;
    const open: Open = new Map();
    for await (const one of listCallConditions(this.#deps.store, pairId)) {
      open.set(one.kind, one);
    }
    this.#open.set(pairId, open);
    return open;
  }

  async #measure(reading: Reading, open: Open): Promise<void> {
    const { now, random } = this.#deps;
    const before = open.get(reading.kind) ?? null;
    const moved = step(ruleOf(reading), before?.state ?? null, {
      value: reading.value,
      nowMs: now(),
      nextAlertId: makeAlertId(now(), random, reading.subject),
    });
    if (isWorthWriting(before, moved)) {
      await this.#make(before, reading, moved);
    }
  }

  async #make(
    before: StoredCondition | null,
    { kind, subject }: Pick<Reading, "kind" | "subject">,
    moved: Step,
  ): Promise<void> {
    const { store, now } = this.#deps;
    const rule = ruleOf({ kind });
    const measured = { rule, reading: { subject }, before };
    // A webhook told of each call would be told nothing else: a rule of the
    // site tells it when many are poor.
    const made = await makeMove(
      { store, now: now(), hasWebhook: false },
      measured,
      moved,
    );
    if (made === null) {
      this.#open.delete(subject);
      return;
    }
    const open = this.#open.get(subject);
    if (made.condition === null) open?.delete(kind);
    else open?.set(kind, made.condition);
    const { alert } = made;
    if (alert !== null) { for (const tell of this.listeners) tell(alert); }
  }
}

function ruleOf({ kind }: { kind: string }) {
  return CALL_RULES[kind as CallAlertKind];
}

function isRaising(reading: Reading): boolean {
  const rule = ruleOf(reading);
  const { value } = reading;
  return value !== undefined && isBeyond(rule, value, rule.raiseAt);
}

function isWorthWriting(
  before: StoredCondition | null,
  { state, change }: Step,
): boolean {
  if (change.type !== "update") return state !== (before?.state ?? null);
  const was = before!.state;
  if (was.phase !== "open" || state?.phase !== "open") return true;
  const isTurning = (was.recoveringSinceMs === null) !==
    (state.recoveringSinceMs === null);
  return isTurning || state.seenAtMs - was.seenAtMs >= UPDATE_EVERY_MS;
}
