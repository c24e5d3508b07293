/**
 * Settings: read from the environment once, checked together.
 *
 * @module
 */

import { z } from "zod";
import { isPasswordHash } from "@/lib/admin/password.ts";
import type { AgeAssuranceSettings } from "@/lib/identity/age_assurance.ts";
import { AddressSet } from "@/lib/http/address.ts";
import {
  ALERT_ENVIRONMENT,
  type AlertSettings,
  toAlertSettings,
} from "@/lib/monitoring/alerts/settings.ts";
import {
  ICE_ENVIRONMENT,
  type IceSettings,
  missingIceSettings,
  toIceSettings,
} from "@/lib/turn/settings.ts";

/** A boolean written as 0 or 1. */
const flag = z.enum(["0", "1"], { error: "must be 0 or 1" })
  .transform((value) => value === "1");

const secret = z.string().min(16, "must have at least 16 characters");

/** A comma list without empty parts. */
const commaList = z.string().transform((value) =>
  value.split(",").map((part) => part.trim()).filter((part) => part !== "")
);

const environment = z.object({
  DENO_ENV: z.enum(["development", "production"], {
    error: 'must be "development" or "production"',
  }).default("development"),
  DENO_DEPLOYMENT_ID: z.string().optional(),
  PORT: z.coerce.number({ error: "must be a port number" })
    .int("must be a whole number").min(0, "must be 0 to 65535")
    .max(65_535, "must be 0 to 65535").default(8000),
  HOST: z.string().optional(),
  KV_PATH: z.string().optional(),
  ANON_SIGNING_SECRET: secret.optional(),
  VIP_SIGNING_SECRET: secret.optional(),
  FREE_FOR_ALL: flag.default(true),
  ADMIN_PASSWORD: z.string().min(8, "must have at least 8 characters")
    // A form sends one line; a file that it is read from may end with a break.
    .regex(/^\P{Cc}*$/u, "must be one line")
    .refine((value) => !value.startsWith("scrypt$") || isPasswordHash(value), {
      error: "looks like a hash and is none",
    }).optional(),
  // A header carries it, and would lose or refuse white space.
  ADMIN_TOKEN: secret.regex(/^\S+$/, "must not have white space").optional(),
  TURN_COST_PER_GB: z.coerce.number({ error: "must be a number" })
    .min(0, "must not be negative").default(0.05),
  TRUSTED_PROXY: commaList.default([]).transform((parts, issues) => {
    const proxies = AddressSet.parse(parts);
    if (proxies !== null) return proxies;
    issues.addIssue({
      code: "custom",
      message: 'must be "any" or a comma list of IP addresses and ranges, ' +
        "such as 10.0.0.0/8",
    });
    return z.NEVER;
  }),
  COUNTRIES_NOT_SERVED: commaList.default([])
    .transform((codes) => codes.map((code) => code.toUpperCase()))
    .refine((codes) => codes.every((code) => /^[A-Z]{2}$/.test(code)), {
      error: "must be a comma list of ISO 3166 alpha-2 codes, such as AQ,BV",
    }),
  AGE_ASSURANCE_URL: z.url({
    protocol: /^https?$/,
    error: "must be an address, such as https://age.example/check",
  }).optional(),
  AGE_ASSURANCE_SECRET: z.string()
    .min(32, "must have at least 32 characters").optional(),
  ...ICE_ENVIRONMENT,
  ...ALERT_ENVIRONMENT,
});

/** Names of all settings. */
export const SETTING_NAMES: readonly string[] = Object.keys(environment.shape);

/** What the site runs with. */
export interface Config {
  /** Whether this is a production run: no generated secrets, public host. */
  isProduction: boolean;
  /** Port to listen on; 0 takes a free one. */
  port: number;
  /** Address to listen on. */
  host: string;
  /** A file, `:memory:` or a KV Connect URL; `undefined` on Deno Deploy. */
  kvPath: string | undefined;
  /** Key of the signature on the visitors' cookie. */
  anonSecret: string;
  /** Key of the signature on VIP tokens. */
  vipSecret: string;
  /** Whether filters are free for everybody. */
  isFreeForAll: boolean;
  /** Password of the dashboard, or the line of its hash. */
  adminPassword: string;
  /** The password as a start may show it; `null` where only its hash is known. */
  plainAdminPassword: string | null;
  /** Bearer token of the monitoring interface; `undefined` turns it off. */
  adminToken: string | undefined;
  /** STUN and TURN servers handed to browsers. */
  ice: IceSettings;
  /** Price of a relayed gigabyte, in US dollars. */
  turnCostPerGb: number;
  /** Proxies whose forwarding and country headers are believed. */
  trustedProxies: AddressSet;
  /** Countries whose visitors get no chat, ISO 3166 alpha-2. */
  countriesNotServed: ReadonlySet<string>;
  /** Who assures that visitors are adults; `null` for nobody. */
  ageAssurance: AgeAssuranceSettings | null;
  /** When alerts open and where they are sent. */
  alerts: AlertSettings;
}

/** Secrets that are made when nobody set them. */
export interface GeneratedSecrets {
  /** Stands in for `ANON_SIGNING_SECRET`. */
  anonSecret: string;
  /** Stands in for `VIP_SIGNING_SECRET`. */
  vipSecret: string;
  /** Stands in for `ADMIN_PASSWORD`: the line of its hash; `null`: not asked. */
  adminPassword: string | null;
  /** The password itself, when it was made right now; else `null`. */
  newAdminPassword: string | null;
  /** Stands in for `ADMIN_TOKEN`. */
  adminToken: string;
}

/** Makes secrets, or finds those made before; a password only when needed. */
export type Generate = (needsPassword: boolean) => GeneratedSecrets;

/** Settings that cannot be used; the message names each one, a line each. */
export class ConfigError extends Error {
  /**
   * Lists what is wrong.
   *
   * @param problems One sentence for each setting that is wrong.
   */
  constructor(problems: readonly string[]) {
    super(
      `Cannot start with these settings:\n${
        problems.map((problem) => `  ${problem}`).join("\n")
      }`,
    );
    this.name = "ConfigError";
  }
}

/**
 * Reads the settings. An empty variable counts as one that is not set.
 *
 * @param env Environment variables by name.
 * @param generate Makes the secrets that are not set; never called in
 * production.
 * @throws {ConfigError} Naming every setting that is wrong.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  generate: Generate,
): Config {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) =>
      value !== undefined && value !== ""
    ),
  );
  const parsed = environment.safeParse(present);
  const wrong = (parsed.error?.issues ?? [])
    .map(({ path, message }) => `${path.join(".")} ${message}`);
  const missing = [
    ...(isProductionIn(present) ? missingSecrets(present) : []),
    ...missingIceSettings(present),
    ...missingAgeSettings(present),
  ];
  // Spaces would pass for the number 0.
  const blank = SETTING_NAMES
    .filter((name) => present[name]?.trim() === "")
    .map((name) => `${name} must not be blank`);
  if (!parsed.success || missing.length > 0 || blank.length > 0) {
    throw new ConfigError([...wrong, ...missing, ...blank]);
  }
  return toConfig(parsed.data, generate);
}

/** Deno Deploy reserves names that begin with DENO_: there it cannot be set. */
function isProductionIn(
  env: Readonly<
    Partial<Record<"DENO_ENV" | "DENO_DEPLOYMENT_ID", string | undefined>>
  >,
): boolean {
  return env.DENO_ENV === "production" || env.DENO_DEPLOYMENT_ID !== undefined;
}

function missingSecrets(
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const values = {
    ANON_SIGNING_SECRET: env.ANON_SIGNING_SECRET ?? env.VIP_SIGNING_SECRET,
    ADMIN_PASSWORD: env.ADMIN_PASSWORD,
  };
  return Object.entries(values).filter(([, value]) => value === undefined)
    .map(([name]) => `${name} must be set in production`);
}

function missingAgeSettings(
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const names = ["AGE_ASSURANCE_URL", "AGE_ASSURANCE_SECRET"];
  const missing = names.filter((name) => env[name] === undefined);
  if (missing.length !== 1) return [];
  const other = names.find((name) => name !== missing[0]);
  return [`${missing[0]} must be set where ${other} is`];
}

function toConfig(
  env: z.output<typeof environment>,
  generate: Generate,
): Config {
  const isProduction = isProductionIn(env);
  const anonSecret = env.ANON_SIGNING_SECRET ?? env.VIP_SIGNING_SECRET;
  const made = isProduction
    ? undefined
    : generate(env.ADMIN_PASSWORD === undefined);
  const adminPassword = env.ADMIN_PASSWORD ?? made!.adminPassword!;
  return {
    isProduction,
    port: env.PORT,
    host: env.HOST ?? (isProduction ? "0.0.0.0" : "127.0.0.1"),
    kvPath: env.KV_PATH ??
      (env.DENO_DEPLOYMENT_ID ? undefined : "./data/parley.sqlite"),
    anonSecret: anonSecret ?? made!.anonSecret,
    vipSecret: env.VIP_SIGNING_SECRET ?? made?.vipSecret ?? anonSecret!,
    isFreeForAll: env.FREE_FOR_ALL,
    adminPassword,
    plainAdminPassword: isPasswordHash(adminPassword)
      ? made?.newAdminPassword ?? null
      : adminPassword,
    adminToken: env.ADMIN_TOKEN ?? made?.adminToken,
    ice: toIceSettings(env),
    turnCostPerGb: env.TURN_COST_PER_GB,
    trustedProxies: env.TRUSTED_PROXY,
    countriesNotServed: new Set(env.COUNTRIES_NOT_SERVED),
    ageAssurance: env.AGE_ASSURANCE_URL && env.AGE_ASSURANCE_SECRET
      ? { url: env.AGE_ASSURANCE_URL, secret: env.AGE_ASSURANCE_SECRET }
      : null,
    alerts: toAlertSettings(env),
  };
}
