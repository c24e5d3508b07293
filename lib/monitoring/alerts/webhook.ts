/**
 * Tells a chat or a pager of alerts that open and close.
 *
 * The body is JSON that Slack (`text`) and Discord (`content`) show as they
 * are, with the alert beside it for everything else. It is signed:
 * `x-parley-signature: sha256=<hex>` is the HMAC-SHA-256, under
 * `ALERT_WEBHOOK_SECRET`, of the text `<x-parley-timestamp>.<body>`; a receiver
 * that refuses old timestamps cannot be fooled by a repeat.
 *
 * @module
 */

import { createHmac } from "node:crypto";
import type { Clock } from "@/lib/clock.ts";
import {
  type AlertMessage,
  claimDueMessages,
  type ClaimedMessage,
  dropMessage,
  postponeMessage,
} from "./outbox.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import { backoffMs } from "@/lib/retry/backoff.ts";
import { formatAlertValue } from "@/lib/monitoring/overview/alert.ts";

const TIMEOUT_MS = 10_000;
/** How long a claim holds: longer than a try can take. */
const LEASE_MS = 2 * TIMEOUT_MS;
/** Waits between tries. */
const WAITS = { firstMs: 30_000, longestMs: 30 * 60_000 };

/** Sends a request; `fetch`, or a stand-in. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What sending needs. */
export interface WebhookDeps {
  /** Where the messages wait. */
  store: Store;
  /** Prints. */
  log: Log;
  /** Tells the time. */
  now: Clock;
  /** Jitter of the waits between tries, in [0, 1). */
  random: () => number;
  /** Sends. */
  fetch: Fetch;
  /** Where to. */
  url: string;
  /** Key of the signature; `undefined`: not signed. */
  secret: string | undefined;
}

/**
 * Sends every message that is due, each once; what fails is tried again on a
 * later run, after waits that double from half a minute to half an hour.
 *
 * @returns How many were sent.
 */
export async function sendDueMessages(deps: WebhookDeps): Promise<number> {
  let sentCount = 0;
  const claims = claimDueMessages(deps.store, {
    now: deps.now,
    leaseMs: LEASE_MS,
  });
  for await (const claimed of claims) {
    const failure = await send(deps, claimed.message);
    if (failure === null) {
      sentCount++;
      await dropMessage(deps.store, claimed);
    } else {
      await putBack(deps, claimed, failure);
    }
  }
  return sentCount;
}

interface Failure {
  why: string;
  retryAfterMs: number;
}

async function send(
  { fetch, url, secret, now }: WebhookDeps,
  message: AlertMessage,
): Promise<Failure | null> {
  const body = JSON.stringify(webhookBody(message));
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: webhookHeaders(body, {
        id: message.id,
        now: now(),
        secret,
      }),
      body,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (response.ok) return null;
    const retryAfter = Number(response.headers.get("retry-after"));
    return {
      why: `status ${response.status}`,
      retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1000 : 0,
    };
  } catch (error) {
    // The address may hold a secret of its own: the message does not go out.
    return { why: error instanceof Error ? error.name : "?", retryAfterMs: 0 };
  }
}

async function putBack(
  { store, log, now, random }: WebhookDeps,
  claimed: ClaimedMessage,
  { why, retryAfterMs }: Failure,
): Promise<void> {
  const { id, tries, expiresAt } = claimed.message;
  const waitMs = backoffMs(tries, random, WAITS);
  const dueAt = now() +
    Math.min(WAITS.longestMs, Math.max(waitMs, retryAfterMs));
  if (dueAt < expiresAt) {
    log.warn("alert webhook failed, will try again", { id, tries, why });
    await postponeMessage(store, claimed, dueAt);
  } else {
    log.error("alert webhook given up", { id, tries, why });
    await dropMessage(store, claimed);
  }
}

/** The body of one message, before it is written as JSON. */
function webhookBody(
  { id, change, alert }: AlertMessage,
): Record<string, unknown> {
  const text = `${change === "raised" ? "🔴" : "🟢"} ${
    change === "raised" ? alert.severity.toUpperCase() : "Resolved"
  }: ${alert.title} (${alert.subject}): ${
    formatAlertValue(alert.value, alert.unit)
  }, limit ${formatAlertValue(alert.threshold, alert.unit)}`;
  const { expiresAt: _, ...shown } = alert;
  return {
    text,
    content: text,
    // Discord: a route's name must not call anybody.
    allowed_mentions: { parse: [] },
    event: `alert.${change}`,
    id,
    alert: shown,
  };
}

/**
 * The headers of one message.
 *
 * @param body What is sent, as text.
 * @param options The message's `id`, `now` in Unix milliseconds, and the key
 * of the signature.
 */
function webhookHeaders(
  body: string,
  { id, now, secret }: { id: string; now: number; secret: string | undefined },
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  return {
    "content-type": "application/json",
    "user-agent": "parley-alerts",
    "idempotency-key": id,
    "x-parley-timestamp": timestamp,
    ...(secret !== undefined && {
      "x-parley-signature": `sha256=${
        createHmac("sha256", secret).update(`${timestamp}.${body}`)
          .digest("hex")
      }`,
    }),
  };
}
