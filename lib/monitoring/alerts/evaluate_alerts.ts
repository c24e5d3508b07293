/**
 * Evaluates alerts: by what is measured, alerts open, change and close.
 *
 * @module
 */

import type { AlertChange } from "./outbox.ts";
import {
  commitCondition,
  type ConditionChange,
  getAlert,
  listConditions,
  type StoredCondition,
} from "./alert_store.ts";
import { makeAlertId } from "./keys.ts";
import type { Store } from "@/lib/kv/store.ts";
import { type AlertContext, changeAlert, openAlert } from "./alert_record.ts";
import { type Change, step } from "./engine.ts";
import type { Reading, Rule } from "./rule.ts";

/** What an evaluation needs. */
export interface EvaluateDeps {
  /** Where alerts are kept. */
  store: Store;
  /** Current time, Unix milliseconds. */
  now: number;
  /** Makes ids, in [0, 1). */
  random: () => number;
  /** Whether somebody is to be told of raises and resolves. */
  hasWebhook: boolean;
}

/** How many alerts opened and closed. */
export interface Tally {
  /** Alerts opened. */
  raisedCount: number;
  /** Alerts closed. */
  resolvedCount: number;
}

const identityOf = ({ kind, subject }: { kind: string; subject: string }) =>
  `${kind}\u001f${subject}`;

/**
 * Evaluates one round of measurements.
 *
 * A condition of these rules that is not among the readings counts as not
 * measured. When another instance evaluates the same round, each change is made
 * by one of the two only.
 *
 * @param deps What it needs.
 * @param rules Rules of the conditions; others are left alone.
 * @param readings What was measured.
 * @returns What this round opened and closed.
 */
export async function evaluateAlerts(
  deps: EvaluateDeps,
  rules: readonly Rule[],
  readings: readonly Reading[],
): Promise<Tally> {
  const ruleByKind = new Map(rules.map((rule) => [rule.kind, rule]));
  const known = new Map<string, StoredCondition>();
  for await (const condition of listConditions(deps.store)) {
    known.set(identityOf(condition), condition);
  }
  const measured = new Map<string, Reading>();
  for (const { kind, subject } of known.values()) {
    const reading = { kind, subject, value: undefined };
    measured.set(identityOf(reading), reading);
  }
  for (const reading of readings) measured.set(identityOf(reading), reading);

  const tally = { raisedCount: 0, resolvedCount: 0 };
  for (const [identity, reading] of measured) {
    const rule = ruleByKind.get(reading.kind);
    if (rule === undefined) continue;
    const before = known.get(identity) ?? null;
    const change = await evaluateOne(deps, { rule, reading, before });
    if (change === "raise") tally.raisedCount++;
    if (change === "resolve") tally.resolvedCount++;
  }
  return tally;
}

interface Entry {
  rule: Rule;
  reading: Reading;
  before: StoredCondition | null;
}

/** Returns the change that was made; `none` when another instance made it. */
async function evaluateOne(
  { store, now, random, hasWebhook }: EvaluateDeps,
  { rule, reading: { kind, subject, value }, before }: Entry,
): Promise<Change["type"]> {
  const oldState = before?.state ?? null;
  const { state, change } = step(rule, oldState, {
    value,
    nowMs: now,
    nextAlertId: makeAlertId(now, random),
  });
  if (state === oldState) return "none";
  const alert = await alertAfter(store, change, { rule, subject, now });
  const isDone = await commitCondition(store, {
    kind,
    subject,
    versionstamp: before?.versionstamp ?? null,
    state,
    ...(alert && { alert }),
    ...(hasWebhook && messageOf(change)),
  }, now);
  return isDone ? change.type : "none";
}

function messageOf({ type }: Change): { message?: AlertChange } {
  if (type === "raise") return { message: "raised" };
  return type === "resolve" ? { message: "resolved" } : {};
}

/** The alert as a change leaves it; `null` when there is none to change. */
async function alertAfter(
  store: Store,
  change: Change,
  context: AlertContext,
): Promise<ConditionChange["alert"] | null> {
  if (change.type === "none") return null;
  if (change.type === "raise") {
    return { after: openAlert(change, context), versionstamp: null };
  }
  const found = await getAlert(store, change.alertId);
  return found && {
    after: changeAlert(found.alert, change, context),
    versionstamp: found.versionstamp,
  };
}
