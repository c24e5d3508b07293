/**
 * What a running site is made of, put together once per process.
 *
 * @module
 */

import type { Clock } from "@/lib/clock.ts";
import type { Config } from "./config.ts";
import { AdminDoor } from "@/lib/admin/door.ts";
import type { HashCost } from "@/lib/admin/password.ts";
import { AgeAssurance } from "@/lib/identity/age_assurance.ts";
import { AnonCookies } from "@/lib/identity/anon_cookie.ts";
import { orderedId } from "@/lib/identity/ordered_id.ts";
import { TokenSigner } from "@/lib/identity/signed_token.ts";
import { Descriptions } from "@/lib/signaling/descriptions.ts";
import { EventStreams } from "@/lib/signaling/event_stream.ts";
import { Inboxes } from "@/lib/signaling/inbox.ts";
import { IceLog } from "@/lib/signaling/ice_log.ts";
import { Pairs } from "@/lib/signaling/pairs.ts";
import { Queue } from "@/lib/matching/queue.ts";
import { type Later, TicketSweeper } from "@/lib/matching/ticket_sweeper.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Log } from "@/lib/log.ts";
import { HttpMonitoring } from "@/lib/monitoring/http/http_monitoring.ts";
import { rtcFamilySource } from "@/lib/monitoring/calls/metrics.ts";
import { siteFamilies, turnFailures } from "@/lib/monitoring/site_metrics.ts";
import {
  createRtcRollUp,
  type RtcRollUp,
} from "@/lib/monitoring/calls/period_kind.ts";
import { CallWatch } from "@/lib/monitoring/alerts/call_watch.ts";
import { AdminStreams } from "@/lib/monitoring/live/admin_streams.ts";
import { LiveFollower } from "@/lib/monitoring/live/live_follower.ts";
import { countLive } from "@/lib/monitoring/live_counts.ts";
import { CallAlerts } from "@/lib/monitoring/live/call_alerts.ts";
import { StatsIntake } from "@/lib/monitoring/live/stats_intake.ts";
import { HeldOpen } from "@/lib/safety/held_open.ts";
import { Limits, OPEN_LIMITS, streamLimits } from "@/lib/safety/limits.ts";
import { LoadGate } from "@/lib/safety/load_gate.ts";
import { createSettings, type SiteSettings } from "./site_settings.ts";
import { IceServers } from "@/lib/turn/ice_servers.ts";

/** Everything a request handler may use. */
export interface Services {
  /** Settings. */
  config: Config;
  /** The database. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Prints. */
  log: Log;
  /** Recognizes visitors. */
  anonCookies: AnonCookies;
  /** Assures that visitors are adults; `null` where nobody does. */
  ageAssurance: AgeAssurance | null;
  /** Signs VIP tokens. */
  vipTokens: TokenSigner;
  /** The waiting line. */
  queue: Queue;
  /** Removes tickets of those who vanished. */
  ticketSweeper: TicketSweeper;
  /** Calls. */
  pairs: Pairs;
  /** Offers and answers. */
  descriptions: Descriptions;
  /** ICE candidates. */
  iceLog: IceLog;
  /** STUN and TURN servers. */
  iceServers: IceServers;
  /** What happened to each visitor. */
  inboxes: Inboxes;
  /** Streams that tell it. */
  eventStreams: EventStreams;
  /** Rate limits. */
  limits: Limits;
  /** Requests that have no answer yet. */
  openRequests: HeldOpen;
  /** Event streams that are open. */
  openStreams: HeldOpen;
  /** Knows when there is too much to do. */
  loadGate: LoadGate;
  /** Lets admins in. */
  adminDoor: AdminDoor;
  /** Counts requests. */
  httpMonitoring: HttpMonitoring;
  /** Rolls up KPI beacons. */
  rtcRollUp: RtcRollUp;
  /** Takes in what pages say about their calls. */
  statsIntake: StatsIntake;
  /** Raises and closes alerts about single calls. */
  callWatch: CallWatch;
  /** Has calls looked at for alerts. */
  callAlerts: CallAlerts;
  /** Shows admins what is live. */
  adminStreams: AdminStreams;
  /** What admins set while the site runs. */
  settings: SiteSettings;
}

/** What {@link createServices} is given. */
export interface ServiceDeps {
  /** Settings. */
  config: Config;
  /** The database; it stays the giver's to close. */
  store: Store;
  /** Tells the time. */
  now: Clock;
  /** Prints. */
  log: Log;
  /**
   * Names the start of this process where it alone hears of all browsers;
   * `null`, the default, where others hear of them, too.
   */
  bootId?: string | null;
  /** Descriptors that the process may have; `null`, the default: unknown. */
  descriptorLimit?: number | null;
  /** Runs what no request should wait for. Default: at the next free moment. */
  later?: Later;
  /** How much work a guess at the password is; less in tests. */
  hashCost?: HashCost;
}

function everyMs(intervalMs: number, callback: () => void): () => void {
  const timer = setInterval(callback, intervalMs);
  return () => clearInterval(timer);
}

/** Puts the services together. */
export function createServices(deps: ServiceDeps): Services {
  const { config, store, now, log } = deps;
  const pairs = new Pairs(store, now);
  const descriptions = new Descriptions({ store, pairs, now });
  const iceLog = new IceLog(store, pairs);
  const inboxes = new Inboxes(store, now);
  const newId = () => orderedId(now());
  const later = deps.later ?? ((task) => runLater(task, log));
  const ticketSweeper = new TicketSweeper({ store, now, later });
  const rtcRollUp = createRtcRollUp(store, now);
  const httpMonitoring = new HttpMonitoring({
    store,
    now,
    log,
    visitorKey: config.anonSecret,
  });
  const instanceId = crypto.randomUUID().slice(0, 8);
  const statsIntake = new StatsIntake({ store, now, log, instanceId });
  const settings = createSettings(deps);
  const costPerGb = async () => (await settings.turnPrice.values()).perGbUsd;
  const callWatch = new CallWatch({
    store,
    now,
    random: Math.random,
    costPerGb,
  });
  const iceServers = new IceServers({
    settings: config.ice,
    userKey: config.anonSecret,
    now,
    log,
    fetch,
  });
  httpMonitoring.families.push(
    () => siteFamilies(store),
    () => [turnFailures(iceServers.failureCount)],
    rtcFamilySource(rtcRollUp, { now, costPerGb }),
  );
  return {
    ...deps,
    anonCookies: new AnonCookies(config.anonSecret),
    ageAssurance: config.ageAssurance &&
      new AgeAssurance(config.ageAssurance, config.anonSecret),
    vipTokens: new TokenSigner(config.vipSecret, "vip"),
    queue: new Queue({
      store,
      pairs,
      now,
      newId,
      bootId: deps.bootId ?? null,
      sweeper: ticketSweeper,
    }),
    ticketSweeper,
    pairs,
    iceServers,
    descriptions,
    iceLog,
    inboxes,
    eventStreams: new EventStreams({
      pairs,
      descriptions,
      iceLog,
      inboxes,
      log,
      every: everyMs,
    }),
    limits: new Limits(now),
    openRequests: new HeldOpen(OPEN_LIMITS.requests),
    openStreams: new HeldOpen(streamLimits(deps.descriptorLimit ?? null)),
    loadGate: new LoadGate(),
    adminDoor: new AdminDoor(deps),
    httpMonitoring,
    rtcRollUp,
    statsIntake,
    callWatch,
    callAlerts: new CallAlerts({
      store,
      now,
      log,
      intake: statsIntake,
      watch: callWatch,
    }),
    adminStreams: new AdminStreams({
      now,
      log,
      every: everyMs,
      startFollower: () =>
        LiveFollower.start({
          store,
          now,
          log,
          intake: statsIntake,
          watch: callWatch,
          countLive: () => countLive(store),
        }),
    }),
    settings,
  };
}

/** Runs a task at the next free moment; its failure is logged. */
function runLater(task: () => Promise<void>, log: Log): void {
  setTimeout(() => {
    task().catch((error) => log.error("sweep failed", { error }));
  }, 0);
}
