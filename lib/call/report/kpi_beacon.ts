/**
 * Tells our server how a call went, seen from this side: when the first picture
 * came, after each recovery, and once at the end.
 *
 * It follows the visit from outside, by its states and its funnel, and knows
 * neither the network nor the page.
 *
 * @module
 */

import type { FunnelStep } from "@/lib/protocol/funnel_steps.ts";
import type { FailureReason } from "@/lib/protocol/reasons.ts";
import type { Match } from "@/lib/protocol/role.ts";
import type { CallState } from "../machine.ts";
import type { CallView } from "../view.ts";
import type { Funnel } from "./funnel.ts";
import type { KpiBeacon, KpiReason } from "@/lib/protocol/kpi.ts";

/** The kind of path a call runs over; what is unknown is missing. */
export type PathKind = Pick<KpiBeacon, "relay" | "turns443">;

/** What a reporter needs from outside. */
export interface KpiReporterDeps {
  /** Identifies this page. */
  readonly sessionId: string;
  /** Current time, Unix milliseconds. */
  readonly nowMs: () => number;
  /** Looks up the path of the current call. */
  readonly readPath: () => Promise<PathKind>;
  /** Hands a beacon to the network; must not throw. */
  readonly send: (beacon: KpiBeacon) => void;
}

/** The part of the view that is reported. */
export type ReportedView = Pick<CallView, "state" | "funnel" | "gen">;

/** What is known of the search or call that goes on. */
interface Progress {
  funnel: Funnel;
  match: Match | null;
  hasToldMedia: boolean;
  /** Since when the path is broken; `null` while it is not. */
  brokenSinceMs: number | null;
  /** Negotiations so far, ICE restarts included. */
  iceTries: number;
  /** Whether the page before this one began the call, and told how. */
  isTakenUp: boolean;
}

function begin(funnel: Funnel): Progress {
  return {
    funnel,
    match: null,
    hasToldMedia: false,
    brokenSinceMs: null,
    iceTries: 1,
    isTakenUp: false,
  };
}

/** Watches one page's visit and reports on its calls. */
export class KpiReporter {
  readonly #deps: KpiReporterDeps;
  #progress: Progress | null = null;
  #isReloading = false;

  /** Makes a reporter that has seen nothing yet. */
  constructor(deps: KpiReporterDeps) {
    this.#deps = deps;
  }

  /** Takes note that the page is loaded anew: its call goes on in the next one. */
  noteReload(): void {
    this.#isReloading = true;
  }

  /** Takes note of the visit, changed or not. */
  follow({ state, funnel, gen }: ReportedView): void {
    if ("match" in state) {
      // A call that no search began is one that was taken up.
      const progress = this.#progress ??= { ...begin(funnel), isTakenUp: true };
      progress.funnel = funnel;
      progress.iceTries = 1 + gen;
      this.#followCall(progress, state);
      return;
    }
    const progress = this.#progress;
    const isStillSearching = state.name === "waiting" &&
      progress !== null && progress.match === null;
    if (isStillSearching) {
      progress.funnel = funnel;
      return;
    }
    if (progress !== null) this.#end(progress, state);
    this.#progress = state.name === "waiting" ? begin(funnel) : null;
  }

  #followCall(
    progress: Progress,
    state: Extract<CallState, { match: Match }>,
  ): void {
    const now = this.#deps.nowMs();
    progress.match = state.match;
    const hasMedia = progress.funnel.reachedAtMs["first-frame"] !== undefined;
    if (hasMedia && !progress.hasToldMedia && !progress.isTakenUp) {
      progress.hasToldMedia = true;
      void this.#tellMedia(progress);
    }
    if (state.name !== "live") return;
    const { brokenSinceMs } = progress;
    progress.brokenSinceMs = state.trouble?.sinceMs ?? null;
    if (state.trouble === null && brokenSinceMs !== null) {
      this.#send(progress, { reconnectMs: Math.max(0, now - brokenSinceMs) });
    }
  }

  async #tellMedia(progress: Progress): Promise<void> {
    const { "first-frame": ttfmMs } = stepsMs(progress.funnel);
    // A connection that cannot be read was just closed: its path stays unknown.
    const path = await this.#deps.readPath().catch(() => ({}));
    this.#send(progress, {
      ...beginningOf(progress),
      ...(ttfmMs !== undefined && { ttfmMs }),
      ...path,
    });
  }

  #end(progress: Progress, state: CallState): void {
    // A search that the visitor gave up is no call.
    if (progress.match === null && state.name !== "failed") return;
    this.#send(progress, {
      ...(!progress.isTakenUp && courseOf(progress, state)),
      ...(!this.#isReloading && endOf(progress, state)),
    });
  }

  #send({ match }: Progress, fields: Partial<KpiBeacon>): void {
    const { send, nowMs, sessionId } = this.#deps;
    send({ ts: nowMs(), sessionId, ...match, ...fields });
  }
}

/** How the call came about, as the page that began it knows. */
function courseOf(progress: Progress, state: CallState): Partial<KpiBeacon> {
  const iceOk = wasPathFound(progress, state);
  return {
    // Told already with the first picture, if there was one.
    ...(!progress.hasToldMedia && beginningOf(progress)),
    ...(iceOk !== undefined && { iceOk }),
    funnel: stepsMs(progress.funnel),
  };
}

/** What is known of a call once it is over. */
function endOf(progress: Progress, state: CallState): Partial<KpiBeacon> {
  const reason = reasonOf(state);
  return {
    ...(progress.match !== null && { iceTries: progress.iceTries }),
    ...(reason !== undefined && { reason }),
  };
}

/** What is known as soon as there is a partner. */
function beginningOf({ funnel }: Progress): Partial<KpiBeacon> {
  const { matched: matchMs } = stepsMs(funnel);
  return matchMs === undefined ? {} : { matchMs };
}

/** When each step was reached, milliseconds from the start of the search. */
function stepsMs(
  { startedAtMs, reachedAtMs }: Funnel,
): Partial<Record<FunnelStep, number>> {
  const steps = Object.entries(reachedAtMs) as [FunnelStep, number][];
  return Object.fromEntries(
    // A clock may be set back in between.
    steps.map(([step, atMs]) => [step, Math.max(0, atMs - startedAtMs)]),
  );
}

function reasonOf(state: CallState): KpiReason | undefined {
  switch (state.name) {
    case "failed":
      return state.reason;
    case "peer-left":
    case "other-tab":
      return state.name;
    case "waiting":
    case "stopped":
      return "left";
    default:
      return undefined;
  }
}

/** Whether ICE found a path; unknown when it never came to trying. */
function wasPathFound(
  { funnel }: Progress,
  state: CallState,
): boolean | undefined {
  if (funnel.reachedAtMs.ice !== undefined) return true;
  const isNoPath = state.name === "failed" && NO_PATH.includes(state.reason);
  return isNoPath ? false : undefined;
}

const NO_PATH: readonly FailureReason[] = [
  "ice-failed",
  "relay-refused",
  "no-candidates",
];

/** What sending takes; the browser's own, or stand-ins. */
export interface BeaconPorts {
  /** `navigator.sendBeacon`. */
  readonly sendBeacon: (url: string, body: Blob) => boolean;
  /** `fetch`. */
  readonly fetch: (url: string, init: RequestInit) => Promise<unknown>;
}

const URL_PATH = "/api/monitoring/metrics";

/**
 * Makes the sender: by `sendBeacon`, which outlives the page, or by a fetch
 * that does where the browser's queue for beacons is full.
 */
export function createBeaconSender(
  { sendBeacon, fetch }: BeaconPorts,
): (beacon: KpiBeacon) => void {
  return (beacon) => {
    const body = new Blob([JSON.stringify(beacon)], {
      type: "application/json",
    });
    try {
      if (sendBeacon(URL_PATH, body)) return;
    } catch {
      // An old browser, or an extension that blocks beacons: try the fetch.
    }
    // Figures that do not get through are no trouble to the visitor.
    fetch(URL_PATH, { method: "POST", body, keepalive: true }).catch(() => {});
  };
}
