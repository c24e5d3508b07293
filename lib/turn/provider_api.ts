/**
 * What the APIs of relay providers are asked, and how they answer.
 *
 * Sources: developers.cloudflare.com/realtime/turn/generate-credentials;
 * twilio.com/docs/stun-turn/api (both read in November 2026).
 *
 * @module
 */

import { z } from "zod";
import type { Clock } from "@/lib/clock.ts";
import type { IceServer } from "@/lib/protocol/ice_servers.ts";
import type { TurnGrant } from "./grant.ts";
import { HOSTED_TTL_SECONDS } from "./hosted.ts";
import type { TurnSettings } from "./settings.ts";

/** Sends a request; `fetch`, or a stand-in. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What asking an API needs. */
export interface ApiDeps {
  /** Sends. */
  readonly fetch: Fetch;
  /** Tells the time. */
  readonly now: Clock;
}

/** A provider that is asked over the network. */
export type HostedSettings = Exclude<TurnSettings, { provider: "coturn" }>;

/** A visitor's browser waits 8 s for its list of servers. */
const TIMEOUT_MS = 5_000;

const server = z.object({
  urls: z.union([z.string(), z.array(z.string())]),
  username: z.string().optional(),
  credential: z.string().optional(),
});

const cloudflareAnswer = z.object({ iceServers: z.array(server) });

const twilioAnswer = z.object({
  ice_servers: z.array(server),
  ttl: z.coerce.number().positive(),
});

/**
 * Asks a provider for credentials.
 *
 * @throws {Error} When it does not answer, refuses, or answers without relays.
 */
export async function requestGrant(
  settings: HostedSettings,
  { fetch, now }: ApiDeps,
): Promise<TurnGrant> {
  const { url, init } = requestOf(settings);
  const askedAt = now();
  const response = await fetch(url, {
    ...init,
    method: "POST",
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(
      `Cannot get credentials of ${settings.provider}: status ${response.status}`,
    );
  }
  const { servers, ttlSeconds } = read(settings, await response.json());
  const iceServers = relaysAmong(servers);
  if (iceServers.length === 0) {
    throw new Error(`Cannot use the answer of ${settings.provider}: no relays`);
  }
  return { iceServers, expiresAt: askedAt + ttlSeconds * 1000 };
}

function requestOf(
  settings: HostedSettings,
): { url: string; init: RequestInit } {
  if (settings.provider === "cloudflare") {
    const { keyId, apiToken } = settings;
    return {
      url:
        `https://rtc.live.cloudflare.com/v1/turn/keys/${keyId}/credentials/generate-ice-servers`,
      init: {
        headers: {
          authorization: `Bearer ${apiToken}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ ttl: HOSTED_TTL_SECONDS }),
      },
    };
  }
  const { accountSid, authToken } = settings;
  return {
    url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Tokens.json`,
    init: {
      headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      body: new URLSearchParams({ Ttl: String(HOSTED_TTL_SECONDS) }),
    },
  };
}

type Server = z.output<typeof server>;

function read(
  settings: HostedSettings,
  answer: unknown,
): { servers: Server[]; ttlSeconds: number } {
  if (settings.provider === "cloudflare") {
    const { iceServers } = cloudflareAnswer.parse(answer);
    return { servers: iceServers, ttlSeconds: HOSTED_TTL_SECONDS };
  }
  const { ice_servers, ttl } = twilioAnswer.parse(answer);
  return { servers: ice_servers, ttlSeconds: ttl };
}

/**
 * Keeps the relays. STUN servers are the site's own choice, since `/privacy`
 * names them; and browsers refuse to talk to port 53.
 */
function relaysAmong(servers: readonly Server[]): IceServer[] {
  return servers.flatMap(({ urls, username, credential }) => {
    const relays = [urls].flat()
      .filter((url) => /^turns?:/.test(url) && !/:53(\?|$)/.test(url));
    return relays.length > 0 && username !== undefined &&
        credential !== undefined
      ? [{ urls: relays, username, credential }]
      : [];
  });
}
