/**
 * Secrets made on the first start and kept beside the database.
 *
 * @module
 */

import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { z } from "zod";
import { ConfigError, type GeneratedSecrets } from "./config.ts";

const schema: z.ZodType<GeneratedSecrets> = z.object({
  anonSecret: z.string().min(16),
  vipSecret: z.string().min(16),
  adminPassword: z.string().min(8),
  adminToken: z.string().min(16),
});

const token = (sizeBytes: number) =>
  randomBytes(sizeBytes).toString("base64url");

/**
 * Reads the kept secrets, or makes and keeps them when there are none.
 *
 * @param path File to keep them in, readable by its owner only.
 * @throws {ConfigError} When the file is there but not ours.
 */
export function loadSecrets(path: string): GeneratedSecrets {
  const kept = readKept(path);
  if (kept !== null) return kept;
  const made = {
    anonSecret: token(32),
    vipSecret: token(32),
    adminPassword: token(9),
    adminToken: token(24),
  };
  try {
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    Deno.writeTextFileSync(path, JSON.stringify(made, null, 2) + "\n", {
      mode: 0o600,
    });
  } catch (error) {
    throw new ConfigError([
      `${path} cannot be written (${
        whyOf(error)
      }): give this user the folder, or set the secrets`,
    ]);
  }
  return made;
}

function readKept(path: string): GeneratedSecrets | null {
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw new ConfigError([`${path} cannot be read: ${whyOf(error)}`]);
  }
  try {
    const kept = schema.parse(JSON.parse(text));
    // A copy may have come with other rights.
    if (Deno.build.os !== "windows") Deno.chmodSync(path, 0o600);
    return kept;
  } catch {
    throw new ConfigError([
      `${path} does not hold the secrets it was made for: remove it, or set them`,
    ]);
  }
}

function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
