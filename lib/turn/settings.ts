/**
 * Which STUN and TURN servers a site has: the `STUN_*`, `TURN_*` and providers'
 * settings.
 *
 * @module
 */

import { z } from "zod";

/**
 * `stun:host`, `turn:host:port?transport=udp` and the like, RFC 7064 and 7065.
 * Of an address in another form browsers make an error of the whole call.
 */
const SERVER =
  /^(\w+):(?:[\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?(\?transport=(?:udp|tcp))?$/i;

function isServer(url: string, schemes: readonly string[]): boolean {
  const [, scheme = "", port = "1", transport] = SERVER.exec(url) ?? [];
  return schemes.includes(scheme) && Number(port) >= 1 &&
    Number(port) <= 65_535 &&
    (transport === undefined || scheme.startsWith("turn"));
}

/** A comma list of addresses with one of these schemes. */
function urlsOf(schemes: readonly string[]) {
  return z.string().transform((text) =>
    text.split(",").map((part) => part.trim()).filter((part) => part !== "")
  ).refine(
    (urls) => urls.every((url) => isServer(url, schemes)),
    {
      error: `must be a comma list of ${schemes.join(": or ")}: addresses, ` +
        `such as ${schemes[0]}:${schemes[0]}.example:3478`,
    },
  );
}

const key = z.string().regex(/^\S+$/, "must not hold spaces");

/** The settings by name, for the table of all settings. */
export const ICE_ENVIRONMENT = {
  STUN_URLS: urlsOf(["stun", "stuns"]).default([
    "stun:stun.cloudflare.com:3478",
    "stun:stun.l.google.com:19302",
  ]),
  TURN_PROVIDER: z.enum(["coturn", "cloudflare", "twilio"], {
    error: 'must be "coturn", "cloudflare" or "twilio"',
  }).default("coturn"),
  TURN_URLS: urlsOf(["turn", "turns"]).default([]),
  TURN_SECRET: z.string().min(16, "must have at least 16 characters")
    .optional(),
  CLOUDFLARE_TURN_KEY_ID: z.string()
    .regex(/^\w+$/, "must be letters and digits").optional(),
  CLOUDFLARE_TURN_API_TOKEN: key.optional(),
  TWILIO_ACCOUNT_SID: z.string()
    .regex(/^AC\w+$/, 'must be letters and digits that begin with "AC"')
    .optional(),
  TWILIO_AUTH_TOKEN: key.optional(),
};

/** The relays of a site, by who runs them. */
export type TurnSettings =
  | {
    /** Servers of one's own, that share a secret with the site. */
    readonly provider: "coturn";
    /** Their addresses: `turn:` or `turns:`. */
    readonly urls: readonly string[];
    /** What they share with the site. */
    readonly secret: string;
  }
  | {
    /** Cloudflare Realtime. */
    readonly provider: "cloudflare";
    /** Names the TURN key. */
    readonly keyId: string;
    /** Lets the site make credentials with it. */
    readonly apiToken: string;
  }
  | {
    /** Twilio Network Traversal Service. */
    readonly provider: "twilio";
    /** Names the account. */
    readonly accountSid: string;
    /** Its password. */
    readonly authToken: string;
  };

/** The servers that help two browsers find each other. */
export interface IceSettings {
  /** Addresses of STUN servers. */
  readonly stunUrls: readonly string[];
  /** The relays; `null` where there are none. */
  readonly turn: TurnSettings | null;
}

/** Settings that are only there where a provider needs them. */
export type TurnSecretName =
  | "TURN_SECRET"
  | "CLOUDFLARE_TURN_KEY_ID"
  | "CLOUDFLARE_TURN_API_TOKEN"
  | "TWILIO_ACCOUNT_SID"
  | "TWILIO_AUTH_TOKEN";

/** The settings as parsed from {@link ICE_ENVIRONMENT}. */
export interface IceEnvironment
  extends Partial<Record<TurnSecretName, string | undefined>> {
  /** Addresses of STUN servers. */
  STUN_URLS: readonly string[];
  /** Who runs the relays. */
  TURN_PROVIDER: TurnSettings["provider"];
  /** Addresses of relays of one's own. */
  TURN_URLS: readonly string[];
}

/** Settings that mean nothing without each other, by provider. */
const BELONGS_TOGETHER: Readonly<
  Record<TurnSettings["provider"], readonly [string, string]>
> = {
  coturn: ["TURN_URLS", "TURN_SECRET"],
  cloudflare: ["CLOUDFLARE_TURN_KEY_ID", "CLOUDFLARE_TURN_API_TOKEN"],
  twilio: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
};

/**
 * Names the settings that are missing beside those that are there.
 *
 * @param env Environment variables by name, without empty ones.
 * @returns A sentence for each.
 */
export function missingIceSettings(
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const provider = env.TURN_PROVIDER;
  return Object.entries(BELONGS_TOGETHER).flatMap(([name, settings]) => {
    const missing = settings.filter((setting) => env[setting] === undefined);
    if (missing.length === 1) {
      const other = settings.find((setting) => setting !== missing[0]);
      return [`${missing[0]} must be set where ${other} is`];
    }
    const isChosen = name === provider && missing.length > 0;
    return isChosen
      ? missing.map((setting) =>
        `${setting} must be set where TURN_PROVIDER is "${name}"`
      )
      : [];
  });
}

/** Gathers the settings that were read. */
export function toIceSettings(env: IceEnvironment): IceSettings {
  return { stunUrls: env.STUN_URLS, turn: toTurnSettings(env) };
}

/** What is missing was named before: here only what is complete counts. */
function toTurnSettings(env: IceEnvironment): TurnSettings | null {
  switch (env.TURN_PROVIDER) {
    case "cloudflare":
      return {
        provider: "cloudflare",
        keyId: env.CLOUDFLARE_TURN_KEY_ID!,
        apiToken: env.CLOUDFLARE_TURN_API_TOKEN!,
      };
    case "twilio":
      return {
        provider: "twilio",
        accountSid: env.TWILIO_ACCOUNT_SID!,
        authToken: env.TWILIO_AUTH_TOKEN!,
      };
    case "coturn":
      return env.TURN_URLS.length > 0 && env.TURN_SECRET !== undefined
        ? { provider: "coturn", urls: env.TURN_URLS, secret: env.TURN_SECRET }
        : null;
  }
}
