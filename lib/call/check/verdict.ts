/**
 * What the results of all checks mean for a call.
 *
 * @module
 */

import {
  type CheckId,
  type CheckResult,
  type CheckResults,
  CHECKS,
  type Verdict,
} from "@/lib/protocol/check_reasons.ts";
import { RELAY_PATHS } from "./probe_targets.ts";

/** Nothing was checked yet. */
export const NO_RESULTS: CheckResults = everyResult({ status: "idle" });

/** All checks at the same point. */
export function everyResult(result: CheckResult): CheckResults {
  return Object.fromEntries(CHECKS.map((id) => [id, result])) as Record<
    CheckId,
    CheckResult
  >;
}

/** Draws the conclusion; what prevents calls comes before what troubles them. */
export function verdictOf(results: CheckResults): Verdict {
  const all = CHECKS.map((id) => results[id].status);
  if (all.every((status) => status === "idle")) return "idle";
  if (all.some((status) => status === "running")) return "running";
  const hasFailed = (id: CheckId) => results[id].status === "failed";
  if (hasFailed("server")) return "no-server";
  // Who has one of the two may call.
  if (hasFailed("camera") && hasFailed("microphone")) return "no-device";
  const relays = RELAY_PATHS.map((id) => results[id].status)
    .filter((status) => status !== "skipped");
  const hasRelay = relays.includes("ok");
  const isUnknown = results.stun.status === "warning" ||
    relays.includes("warning");
  if (hasFailed("stun") && !hasRelay) {
    if (isUnknown) return "uncertain";
    return RELAY_PATHS.some((id) => isTurnedAway(results[id]))
      ? "no-relay"
      : "no-path";
  }
  if (hasFailed("stun")) return "relay-only";
  if (results.stun.status === "warning" && !hasRelay) return "uncertain";
  if (relays.length > 0 && !hasRelay) return "direct-only";
  const isImpaired = all.some((status) =>
    status === "warning" || status === "failed"
  );
  return isImpaired ? "impaired" : "good";
}

/** Says whether a relay was reached, and did not take us. */
function isTurnedAway(result: CheckResult): boolean {
  return "problem" in result &&
    (result.problem === "relay-refused" || result.problem === "relay-full");
}
