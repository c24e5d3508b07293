/**
 * Evaluates alerts: by what is measured, alerts open, change and close.
 *
 * @module
 */

import type { Alert } from "@/lib/monitoring/overview/alert.ts";
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
import { type Change, type Step, step } from "./engine.ts";
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
    const oldState = before?.state ?? null;
    const moved = step(rule, oldState, {
      value: reading.value,
      nowMs: deps.now,
      nextAlertId: makeAlertId(deps.now, deps.random),
    });
    if (moved.state === oldState) continue;
    const done = await makeMove(deps, { rule, reading, before }, moved);
    if (done === null) continue;
    if (moved.change.type === "raise") tally.raisedCount++;
    if (moved.change.type === "resolve") tally.resolvedCount++;
  }
  return tally;
}

/** A condition that is measured. */
export interface Measured {
  /** Its thresholds. */
  rule: Rule;
  /** What it is about. */
  reading: Pick<Reading, "subject">;
  /** What is stored of it; `null` when it was clear. */
  before: StoredCondition | null;
}

/** What came of a move. */
export interface Moved {
  /** What is stored of the condition now; `null` when it is clear. */
  condition: StoredCondition | null;
  /** The alert after it; `null` where none was concerned. */
  alert: Alert | null;
}

/**
 * Writes what a measurement led to.
 *
 * @returns `null` when another instance changed the condition meanwhile.
 */
export async function makeMove(
  { store, now, hasWebhook }: Omit<EvaluateDeps, "random">,
  { rule, reading: { subject }, before }: Measured,
  { state, change }: Step,
): Promise<Moved | null> {
  const alert = await alertAfter(store, change, { rule, subject, now });
  const { kind } = rule;
  const { ok, versionstamp } = await commitCondition(store, {
    kind,
    subject,
    versionstamp: before?.versionstamp ?? null,
    state,
    ...(alert && { alert }),
    ...(hasWebhook && messageOf(change)),
  }, now);
  if (!ok) return null;
  const condition = state && { kind, subject, state, versionstamp };
  return { condition, alert: alert?.after ?? null };
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
