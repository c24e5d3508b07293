/**
 * Secrets made on the first start and kept beside the database.
 *
 * @module
 */

import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { z } from "zod";
import {
  type HashCost,
  hashPassword,
  isPasswordHash,
} from "@/lib/admin/password.ts";
import { ConfigError, type GeneratedSecrets } from "./config.ts";

/** What the file holds: of the password only a slow hash, from when it is needed. */
const schema = z.object({
  anonSecret: z.string().min(16),
  vipSecret: z.string().min(16),
  adminPassword: z.string().min(8).optional(),
  adminToken: z.string().min(16),
});

type Kept = z.output<typeof schema>;

const token = (sizeBytes: number) =>
  randomBytes(sizeBytes).toString("base64url");

/**
 * Reads the kept secrets, or makes and keeps them when there are none.
 *
 * @param path File to keep them in, readable by its owner only.
 * @param needsPassword Whether nobody set a password, so that one is made.
 * @param hashCost What a guess at that one costs; for tests, which guess little.
 * @throws {ConfigError} When the file is there but not ours.
 */
export function loadSecrets(
  path: string,
  needsPassword: boolean,
  hashCost?: HashCost,
): GeneratedSecrets {
  const found = readKept(path);
  const kept: Kept = found ?? {
    anonSecret: token(32),
    vipSecret: token(32),
    adminToken: token(24),
  };
  const password = newPassword(kept.adminPassword, needsPassword);
  if (password !== null) kept.adminPassword = hashPassword(password, hashCost);
  if (found === null || password !== null) keep(path, kept);
  return {
    ...kept,
    adminPassword: kept.adminPassword ?? null,
    newAdminPassword: password,
  };
}

/**
 * The password to hash and show, if any: one that is made now, or one that an
 * older version kept as it is.
 */
function newPassword(
  kept: string | undefined,
  needsPassword: boolean,
): string | null {
  if (kept !== undefined) return isPasswordHash(kept) ? null : kept;
  return needsPassword ? token(9) : null;
}

function keep(path: string, secrets: Kept): void {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    Deno.writeTextFileSync(path, JSON.stringify(secrets, null, 2) + "\n", {
      mode: 0o600,
    });
  } catch (error) {
    throw new ConfigError([
      `${path} cannot be written (${
        whyOf(error)
      }): give this user the folder, or set the secrets`,
    ]);
  }
}

function readKept(path: string): Kept | null {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
    // A copy may have come with other rights.
    if (Deno.build.os !== "windows") Deno.chmodSync(path, 0o600);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw new ConfigError([`${path} cannot be read: ${whyOf(error)}`]);
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new ConfigError([
      `${path} does not hold the secrets it was made for: remove it, or set them`,
    ]);
  }
}

function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
