/**
 * What a start says to the person who started it.
 *
 * @module
 */

import type { Config } from "./config.ts";

/** Of a password made earlier only the hash is kept. */
const KEPT =
  "as the first start printed it; for a new one, remove the old from data/secrets.json";

/**
 * Prints where the site and the dashboard are, and outside of production the
 * dashboard's password.
 *
 * @param port Port that was taken, where the setting left it open.
 */
export function printBanner(config: Config, port: number): void {
  const isEverywhere = config.host === "0.0.0.0" || config.host === "::";
  const host = isEverywhere ? "localhost" : config.host;
  const lines = [
    "",
    `  Parley is up:  http://${host}:${port}/`,
    `  Dashboard:     http://${host}:${port}/admin`,
  ];
  if (!config.isProduction) {
    lines.push(`  Admin password: ${config.plainAdminPassword ?? KEPT}`);
  }
  Deno.stdout.writeSync(new TextEncoder().encode(lines.join("\n") + "\n\n"));
}
