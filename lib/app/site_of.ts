/**
 * The site as the browser of a request knows it.
 *
 * @module
 */

import type { Context } from "fresh";
import type { Site } from "@/lib/admin/passkey_proofs.ts";
import { isHttps } from "@/lib/http/client_info.ts";
import type { State } from "./define.ts";

/** Tells host and origin, also behind a proxy that ends TLS. */
export function siteOf(ctx: Context<State>): Site {
  const scheme = isHttps(ctx) ? "https" : "http";
  return { rpId: ctx.url.hostname, origin: `${scheme}://${ctx.url.host}` };
}
