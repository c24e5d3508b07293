/**
 * What is still to be told about alerts.
 *
 * A message is written together with the change it tells of, so none is lost
 * and none is made twice. Whoever sends it claims it first, by its version, so
 * two instances never send the same one at once.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import { alertKeys } from "./keys.ts";
import type { Alert } from "@/lib/monitoring/overview/alert.ts";
import type { Mutation } from "@/lib/kv/write.ts";
import type { Store } from "@/lib/kv/store.ts";

/** How long an untold message is worth sending, milliseconds. */
const LIFE_MS = 24 * 3600_000;

/** What happened to an alert. */
export type AlertChange = "raised" | "resolved";

/** One thing to tell. */
export interface AlertMessage {
  /** Identifies the message, for receivers that want to drop repeats. */
  id: string;
  /** What happened. */
  change: AlertChange;
  /** The alert as it was then. */
  alert: Alert;
  /** Tries so far. */
  tries: number;
  /** When to try next, Unix milliseconds. */
  dueAt: number;
  /** When it is not worth telling any more, Unix milliseconds. */
  expiresAt: number;
}

/** A message claimed for sending. */
export interface ClaimedMessage {
  /** The message. */
  message: AlertMessage;
  /** Version of the claim. */
  versionstamp: string;
}

/** The write that puts a message into the outbox. */
export function outboxMutation(
  alert: Alert,
  change: AlertChange,
  now: number,
): Mutation {
  const message: AlertMessage = {
    id: `${alert.id}-${change}`,
    change,
    alert,
    tries: 0,
    dueAt: now,
    expiresAt: now + LIFE_MS,
  };
  return toMutation(message);
}

function toMutation(message: AlertMessage): Mutation {
  return {
    type: "set",
    key: alertKeys.message(message.id),
    value: message,
    expireInMs: LIFE_MS,
  };
}

/**
 * Claims the messages that are due, one after the other, oldest alert first.
 *
 * @param options The clock, and how long a claim holds: after `leaseMs` somebody
 * else may try.
 */
export async function* claimDueMessages(
  store: Store,
  { now, leaseMs }: { now: Clock; leaseMs: number },
): AsyncGenerator<ClaimedMessage> {
  const entries = store.list<AlertMessage>({ prefix: alertKeys.messages() });
  for await (const { key, value, versionstamp } of entries) {
    const claimedAt = now();
    if (value.dueAt > claimedAt || value.expiresAt <= claimedAt) continue;
    const message = {
      ...value,
      tries: value.tries + 1,
      dueAt: claimedAt + leaseMs,
    };
    const claim = await store.commit({
      checks: [{ key, versionstamp }],
      mutations: [toMutation(message)],
    });
    if (claim.ok) yield { message, versionstamp: claim.versionstamp };
  }
}

/** Takes a message that was sent, or is given up, out of the outbox. */
export async function dropMessage(
  store: Store,
  { message, versionstamp }: ClaimedMessage,
): Promise<void> {
  const key = alertKeys.message(message.id);
  await store.commit({
    checks: [{ key, versionstamp }],
    mutations: [{ type: "delete", key }],
  });
}

/** Puts a message back, to be tried again at `dueAt` (Unix milliseconds). */
export async function postponeMessage(
  store: Store,
  { message, versionstamp }: ClaimedMessage,
  dueAt: number,
): Promise<void> {
  await store.commit({
    checks: [{ key: alertKeys.message(message.id), versionstamp }],
    mutations: [toMutation({ ...message, dueAt })],
  });
}
