/**
 * The checks of the way to our server, and of the ways a call may take.
 *
 * @module
 */

import type {
  CheckId,
  CheckProblem,
  CheckResult,
} from "@/lib/protocol/check_reasons.ts";
import type { IceServer } from "@/lib/protocol/ice_servers.ts";
import type { RunDeps } from "./check_deps.ts";
import { withDeadline } from "../signaling/deadline.ts";
import { probeRelay, probeStun } from "./ice_probe.ts";
import { RELAY_PATHS, type RelayPath, serversFor } from "./probe_targets.ts";
import { takesServers, usableServers } from "../signaling/usable_servers.ts";

/** Takes a result as soon as there is one. */
export type Report = (id: CheckId, result: CheckResult) => void;

/** Answers slower than this make a search and its start drag, milliseconds. */
export const SLOW_MS = 500;

/** How often our server is asked; the first time opens the connection. */
const PINGS = 3;

/** How long the stream of events may take to open, milliseconds. */
export const EVENTS_TIMEOUT_MS = 6_000;

const BLOCKED = {
  "turn-udp": "relay-udp-blocked",
  "turn-tcp": "relay-tcp-blocked",
  "turn-tls": "relay-tls-blocked",
} as const;

/** Checks everything that needs no device, until its signal is aborted. */
export async function checkNetwork(
  deps: RunDeps,
  report: Report,
): Promise<void> {
  const isThere = await checkServer(deps, report);
  if (deps.signal.aborted) return;
  if (!isThere) {
    const rest = ["events", "stun", ...RELAY_PATHS] as const;
    for (const id of rest) report(id, skipped("server-unreachable"));
    return;
  }
  await Promise.all([checkEvents(deps, report), checkPaths(deps, report)]);
}

async function checkServer(deps: RunDeps, report: Report): Promise<boolean> {
  const { ping, timers } = deps;
  let fastestMs = Infinity;
  try {
    for (let i = 0; i < PINGS; i++) {
      const startedAt = timers.nowMs();
      await ping();
      fastestMs = Math.min(fastestMs, timers.nowMs() - startedAt);
    }
  } catch {
    report("server", failed("server-unreachable"));
    return false;
  }
  report(
    "server",
    fastestMs > SLOW_MS
      ? { status: "warning", problem: "server-slow" }
      : { status: "ok", tookMs: fastestMs },
  );
  return true;
}

/** Without events a call comes about by asking, only later. */
async function checkEvents(deps: RunDeps, report: Report): Promise<void> {
  const deadline = { timeoutMs: EVENTS_TIMEOUT_MS, signal: deps.signal };
  try {
    await withDeadline(deps.timers, deadline, deps.openEvents);
    report("events", { status: "ok" });
  } catch {
    report("events", { status: "warning", problem: "events-held-up" });
  }
}

async function checkPaths(deps: RunDeps, report: Report): Promise<void> {
  let servers: readonly IceServer[];
  try {
    servers = await deps.getIceServers();
  } catch {
    for (const id of ["stun", ...RELAY_PATHS] as const) {
      report(id, skipped("server-unreachable"));
    }
    return;
  }
  if (deps.signal.aborted) return;
  await Promise.all([
    checkStun(deps, servers, report),
    ...RELAY_PATHS.map((kind) => checkRelay(deps, { kind, servers }, report)),
  ]);
}

async function checkStun(
  deps: RunDeps,
  servers: readonly IceServer[],
  report: Report,
): Promise<void> {
  const own = serversFor("stun", servers);
  if (own.length === 0) return report("stun", skipped("no-stun"));
  report("stun", await resultOf(probeStun, "stun-blocked", { deps, own }));
}

async function checkRelay(
  deps: RunDeps,
  { kind, servers }: {
    kind: RelayPath;
    servers: readonly IceServer[];
  },
  report: Report,
): Promise<void> {
  const own = serversFor(kind, servers);
  if (own.length === 0) return report(kind, skipped("no-relay"));
  report(kind, await resultOf(probeRelay, BLOCKED[kind], { deps, own }));
}

/** Probes what the browser is willing to ask, and says what came of it. */
async function resultOf(
  probe: typeof probeStun,
  blocked: CheckProblem,
  { deps, own }: { deps: RunDeps; own: IceServer[] },
): Promise<CheckResult> {
  const takes = takesServers(deps.createConnection);
  const usable = usableServers(own, takes);
  if (usable.length === 0 && takes([])) {
    return { status: "warning", problem: "server-unused" };
  }
  try {
    const outcome = await probe(deps, usable);
    return outcome.isReached
      ? { status: "ok", tookMs: outcome.tookMs }
      : failed(problemOf(outcome.why, blocked));
  } catch {
    // A browser without WebRTC throws where others connect.
    return failed("unsupported");
  }
}

function problemOf(
  why: "no-answer" | "refused" | "full",
  blocked: CheckProblem,
): CheckProblem {
  switch (why) {
    case "refused":
      return "relay-refused";
    case "full":
      return "relay-full";
    case "no-answer":
      return blocked;
  }
}

function failed(problem: CheckProblem): CheckResult {
  return { status: "failed", problem };
}

function skipped(problem: CheckProblem): CheckResult {
  return { status: "skipped", problem };
}
