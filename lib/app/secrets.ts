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
  try {
    return schema.parse(JSON.parse(Deno.readTextFileSync(path)));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw new ConfigError([
        `${path} does not hold the secrets it was made for: remove it, or set them`,
      ]);
    }
  }
  const made = {
    anonSecret: token(32),
    vipSecret: token(32),
    adminPassword: token(9),
    adminToken: token(24),
  };
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(path, JSON.stringify(made, null, 2) + "\n", {
    mode: 0o600,
  });
  return made;
}
