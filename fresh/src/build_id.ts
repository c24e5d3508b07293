/**
 * Names this process' build until it takes a finished one into use.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { setBuildId } from "./runtime/assets.ts";

/** Instances of one deployment have to agree on it. */
const SOURCE = Deno.env.get("DENO_DEPLOYMENT_ID") ??
  Deno.env.get("GITHUB_SHA") ?? Deno.env.get("CI_COMMIT_SHA") ??
  crypto.randomUUID();

/** The name a build made by this process gets. */
export const OWN_BUILD_ID: string = createHash("sha1").update(SOURCE)
  .digest("hex");

setBuildId(OWN_BUILD_ID);
