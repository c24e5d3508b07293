/**
 * Alerts and the state of the conditions behind them.
 *
 * A condition and its alert change in one commit that checks the version of
 * both, so of two instances that see the same trouble one opens the alert and
 * the other's commit is refused.
 *
 * @module
 */

import { ContendedError } from "@/lib/kv/store_failure.ts";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import type { ConditionState } from "./engine.ts";
import { type AlertChange, outboxMutation } from "./outbox.ts";
import { alertKeys, isAboutCall, keyOfAlert, keyOfCondition } from "./keys.ts";
import type { Mutation, Outcome } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";

const DAY_MS = 24 * 3600_000;

/** How long a closed alert is kept, milliseconds. */
const CLOSED_LIFE_MS = 90 * DAY_MS;
/** The same of one about a call: as long as the call's record. */
const CLOSED_CALL_LIFE_MS = 7 * DAY_MS;

/** How long the note of a change is kept, milliseconds. */
const CHANGE_LIFE_MS = 5 * 60_000;

/** A condition that is not clear, as stored. */
export interface StoredCondition {
  /** The rule it belongs to. */
  kind: string;
  /** What it is about. */
  subject: string;
  /** Where it is. */
  state: ConditionState;
  /** Version of the entry, for the next change. */
  versionstamp: string;
}

/** Lists every condition that is not clear, but for those of calls. */
export async function* listConditions(
  store: Store,
): AsyncGenerator<StoredCondition> {
  const entries = store.list<ConditionState>({
    prefix: alertKeys.conditions(),
  });
  for await (const { key, value, versionstamp } of entries) {
    const [, kind, subject] = key as string[];
    yield { kind: kind!, subject: subject!, state: value, versionstamp };
  }
}

/**
 * Lists conditions of calls that are not clear.
 *
 * @param pairId Of one call only; default of all.
 */
export async function* listCallConditions(
  store: Store,
  pairId?: string,
): AsyncGenerator<StoredCondition> {
  const prefix = pairId === undefined
    ? alertKeys.callConditions()
    : alertKeys.callConditionsOf(pairId);
  const entries = store.list<ConditionState>({ prefix }, { batchSize: 500 });
  for await (const { key, value, versionstamp } of entries) {
    const [, subject, kind] = key as string[];
    yield { kind: kind!, subject: subject!, state: value, versionstamp };
  }
}

/** What is written when a condition changes. */
export interface ConditionChange {
  /** The rule it belongs to. */
  kind: string;
  /** What it is about. */
  subject: string;
  /** Version it was read at; `null` when it was clear. */
  versionstamp: string | null;
  /** Its new state; `null` when clear. */
  state: ConditionState | null;
  /** Its alert after the change, and the version it was read at. */
  alert?: { after: Alert; versionstamp: string | null };
  /** What to tell the webhook; `undefined`: nothing. */
  message?: AlertChange;
}

/**
 * Writes a change of a condition, its alert and what is to be told, together.
 *
 * @param now Current time, Unix milliseconds.
 * @returns Not `ok` when somebody else changed either meanwhile.
 */
export async function commitCondition(
  store: Store,
  change: ConditionChange,
  now: number,
): Promise<Outcome> {
  const key = keyOfCondition(change.kind, change.subject);
  const checks = [{ key, versionstamp: change.versionstamp }];
  const mutations: Mutation[] = [
    change.state === null
      ? { type: "delete", key }
      : { type: "set", key, value: change.state },
  ];
  if (change.alert !== undefined) {
    const { after, versionstamp } = change.alert;
    checks.push({ key: keyOfAlert(after.id), versionstamp });
    mutations.push(...alertMutations(after, now));
    if (change.message !== undefined) {
      mutations.push(outboxMutation(after, change.message, now));
    }
  }
  return await store.commit({ checks, mutations });
}

function alertMutations(alert: Alert, now: number): Mutation[] {
  const { id, expiresAt } = alert;
  return [
    {
      type: "set",
      key: keyOfAlert(id),
      value: alert,
      ...(expiresAt !== null && { expireInMs: Math.max(1, expiresAt - now) }),
    },
    // Wakes whoever watches, so that an alert shows at once.
    {
      type: "set",
      key: alertKeys.change(now, id),
      value: 1,
      expireInMs: CHANGE_LIFE_MS,
    },
    { type: "ring", key: alertKeys.bell() },
  ];
}

/** When an alert that closes now will be gone, Unix milliseconds. */
export function expiryOfClosed(kind: string, now: number): number {
  return now + (isAboutCall(kind) ? CLOSED_CALL_LIFE_MS : CLOSED_LIFE_MS);
}

/** Reads one alert and its version; `null` when there is none. */
export async function getAlert(
  store: Store,
  alertId: string,
): Promise<{ alert: Alert; versionstamp: string } | null> {
  const entry = await store.get<Alert>(keyOfAlert(alertId));
  return entry.versionstamp === null
    ? null
    : { alert: entry.value, versionstamp: entry.versionstamp };
}

/**
 * Notes that an admin knows of an alert. The first time counts.
 *
 * @param now Current time, Unix milliseconds.
 * @returns The alert; `null` when there is none of that id.
 * @throws {ContendedError} When others kept changing it.
 */
export async function acknowledgeAlert(
  store: Store,
  alertId: string,
  now: number,
): Promise<Alert | null> {
  for (let tries = 0; tries < 5; tries++) {
    const found = await getAlert(store, alertId);
    if (found === null) return null;
    if (found.alert.acknowledgedAt !== null) return found.alert;
    const alert = { ...found.alert, acknowledgedAt: now };
    const { ok } = await store.commit({
      checks: [{
        key: keyOfAlert(alertId),
        versionstamp: found.versionstamp,
      }],
      mutations: alertMutations(alert, now),
    });
    if (ok) return alert;
  }
  throw new ContendedError(
    "Cannot acknowledge the alert: others keep changing it",
  );
}
