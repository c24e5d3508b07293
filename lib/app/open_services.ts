/**
 * Opens the site of this process from its environment.
 *
 * @module
 */

import { ConfigError, readConfig } from "./config.ts";
import { loadSecrets } from "./secrets.ts";
import { openStore } from "@/lib/kv/open_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import { CALL_STATE } from "./call_state.ts";
import { readDescriptorUse } from "./listening/descriptors.ts";
import { log } from "@/lib/log.ts";
import { createServices, type Services } from "./services.ts";
import { unknownSettings } from "./unknown_settings.ts";

/** Where secrets are kept that nobody set. */
const SECRETS_PATH = "./data/secrets.json";

/**
 * Reads the settings and opens the database. A variable that looks like a
 * misspelled setting is logged: it may also be another program's.
 *
 * @throws {ConfigError} When a setting cannot be used.
 */
export async function openServices(): Promise<Services> {
  const env = Deno.env.toObject();
  const config = readConfig(
    env,
    (needsPassword) => loadSecrets(SECRETS_PATH, needsPassword),
  );
  const names = unknownSettings(env);
  if (names.length > 0) {
    log.warn("set, but no settings of this site: misspelled?", { names });
  }
  const store = await openDatabase(config.kvPath);
  const bootId = store.isOwned ? crypto.randomUUID() : null;
  return createServices({
    config,
    store,
    now: Date.now,
    log,
    bootId,
    descriptorLimit: (await readDescriptorUse())?.limit ?? null,
  });
}

async function openDatabase(kvPath: string | undefined): Promise<Store> {
  try {
    return await openStore(kvPath, CALL_STATE);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`KV_PATH cannot be opened: ${why}`]);
  }
}
