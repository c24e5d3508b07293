/**
 * Our link to the other side, one call after another: the leg, what it has to
 * tell the server, and the time it may take. It ends with nothing left under
 * way; what goes wrong after that is of no interest to anybody.
 *
 * @module
 */

import type { Match, Role } from "@/lib/protocol/role.ts";
import { reasonOfFailure } from "../report/funnel.ts";
import { SendingControl } from "../sending/sending_control.ts";
import { IceServerCache } from "../signaling/ice_servers.ts";
import { SignalingError } from "../signaling/signaling_error.ts";
import { CallKeeper } from "./call_keeper.ts";
import { startConnectTimeout } from "./connect_timeout.ts";
import type { LegEvents, LegStatus, PeerReplaced } from "./leg_events.ts";
import { Legs } from "./legs.ts";
import type { LinkEvent, PeerLinkDeps, PeerSignal } from "./link_deps.ts";
import { Outbox } from "./outbox.ts";
import { brokenPath, HEALTHY, type PathHealth } from "./path_health.ts";
import type { PeerLeg } from "./peer_leg.ts";

/**
 * Milliseconds into a call after which the next one is made ready: later than
 * the first pictures, whose way is not to be crossed.
 */
export const SETTLED_MS = 3_000;

/** A call, from its match to its end. */
interface Call {
  readonly role: Role;
  readonly outbox: Outbox;
  /** Whether the other side was heard of since the match. */
  isHeard: boolean;
  /** What keeps it alive, from its first connection on. */
  keeper: CallKeeper | null;
  /** Ends the time that it may take to come about. */
  readonly cancelTimeout: () => void;
}

/** Makes at most one call at a time. */
export class PeerLink {
  readonly #deps: PeerLinkDeps;
  readonly #iceServers: IceServerCache;
  readonly #legs: Legs;
  readonly #sending: SendingControl;
  #call: Call | null = null;
  #cancelSettling: () => void = () => {};

  /** Makes a link without a call. */
  constructor(deps: PeerLinkDeps) {
    this.#deps = deps;
    this.#iceServers = new IceServerCache(deps.client, deps.timers);
    this.#sending = new SendingControl(deps);
    this.#legs = new Legs({
      getIceServers: () => this.#iceServers.get(),
      createConnection: deps.createConnection,
      createStream: deps.createStream,
      timers: deps.timers,
      events: this.#legEvents(),
      onOffer: deps.onOffer,
    });
  }

  /** The connection of the call; `null` outside of calls. */
  get connection(): RTCPeerConnection | null {
    return this.#legs.leg?.connection ?? null;
  }

  /** The offer that is ready for the next call; `null` when none is. */
  get offer(): string | null {
    return this.#legs.offer;
  }

  /** Fetches the ICE servers ahead of need. */
  prefetch(): void {
    void this.#iceServers.get();
  }

  /** Makes the next connections ahead of their match. */
  prepare(): void {
    this.#legs.prepare();
  }

  /** Lets the calls to come go over relays alone, or over all paths again. */
  hideAddress(isHidden: boolean): void {
    this.#legs.setPolicy(isHidden ? "relay" : "all");
  }

  /** Takes what is to be sent, in this call and the next ones. */
  attach(localStream: MediaStream): void {
    this.#legs.attach(localStream);
  }

  /**
   * Begins a call.
   *
   * @param offered The offer that went to the server ahead of the match.
   */
  begin(match: Match, offered: string | null): void {
    const { timers, funnel, onEvent } = this.#deps;
    const { role } = match;
    const cancelTimeout = startConnectTimeout(timers, {
      funnel,
      isHeard: () => this.#call?.isHeard ?? false,
      onTimeout: () => onEvent(this.#failure()),
    });
    this.#call = this.#createCall(match, cancelTimeout);
    const isOffered = this.#legs.begin(role, offered);
    this.#withLeg((leg) => leg.begin(role, { isOffered }));
  }

  /**
   * Goes on with a call that this page had before it was loaded anew.
   *
   * @param gen Number of its newest negotiation.
   */
  rejoin(match: Match, gen: number): void {
    this.#call = this.#createCall(match);
    this.#replaceLeg(this.#call, gen);
    this.#keep(this.#call, brokenPath(this.#deps.timers.nowMs()));
  }

  /** Takes what the other side sent; without a call it is too late. */
  receive(signal: PeerSignal): void {
    if (this.#call !== null && !isOfBefore(signal)) this.#call.isHeard = true;
    switch (signal.type) {
      case "restart":
        return this.#call?.keeper?.follow("restart-asked");
      case "peer-state":
        return this.#call?.keeper?.follow(`peer-${signal.state}`);
      case "ice":
        return this.#withLeg((leg) => leg.receiveCandidates(signal.candidates));
      default:
        this.#withLeg(async (leg) => {
          const isRestart = signal.type === "offer" && signal.gen > 0;
          if (isRestart) await this.#renewServers(leg);
          await leg.receiveDescription(signal.type, signal);
        });
    }
  }

  /** What cannot be had leaves the leg what it has. */
  async #renewServers(leg: PeerLeg): Promise<void> {
    const servers = await this.#iceServers.newest();
    if (servers !== null) leg.setServers(servers);
  }

  /** Takes note that this device is on another network, or on one again. */
  noteNetworkChange(): void {
    this.#call?.keeper?.follow("network-changed");
  }

  /** Ends the call, and everything that is under way for it. */
  end(): void {
    const call = this.#call;
    this.#call = null;
    call?.outbox.close();
    call?.keeper?.end();
    call?.cancelTimeout();
    this.#cancelSettling();
    this.#sending.end();
    this.#legs.end();
  }

  /** Lets go of the connection that was made ahead. */
  release(): void {
    this.#legs.release();
  }

  #createCall({ pairId, role }: Match, cancelTimeout = () => {}): Call {
    const { client, timers } = this.#deps;
    const outbox = new Outbox({ pairId, client, timers });
    return { role, outbox, isHeard: false, keeper: null, cancelTimeout };
  }

  /** What a leg tells; without a call it tells it too late. */
  #legEvents(): LegEvents {
    const during = <A extends unknown[]>(
      tell: (call: Call, ...news: A) => void,
    ) =>
    (...news: A) => {
      if (this.#call !== null) tell(this.#call, ...news);
    };
    return {
      onDescription: during((call, kind, description) => {
        this.#deps.onGen(description.gen);
        // Answering one is as good as beginning it.
        if (kind === "answer") call.keeper?.follow("restarted");
        this.#tell(call, call.outbox.postDescription(kind, description));
      }),
      onCandidate: during(({ outbox }, candidate) =>
        outbox.pushCandidate(candidate)
      ),
      onRemoteStream: during((_, stream) => this.#deps.onRemoteStream(stream)),
      onChannel: during((_, channel) => this.#deps.onChannel(channel)),
      onPeerTrack: during((_, ...news) => this.#deps.onPeerTrack(...news)),
      onStatus: during((call, status) => this.#follow(call, status)),
      onStep: during((_, step) => this.#deps.onStep(step)),
      onPeerReplaced: during((call, news) => this.#meetAnew(call, news)),
    };
  }

  #follow(call: Call, status: LegStatus): void {
    const { onEvent, timers } = this.#deps;
    if (status === "connected") {
      this.#cancelSettling();
      this.#cancelSettling = timers.after(SETTLED_MS, () => this.prepare());
      this.#withLeg(({ connection }) => this.#sending.begin(connection));
    }
    if (call.keeper !== null) return call.keeper.follow(status);
    if (status === "failed") return onEvent(this.#failure());
    if (status === "disconnected") return;
    this.#keep(call, HEALTHY);
    onEvent({ type: "connected" });
  }

  /** Keeps a call alive from now on. */
  #keep(call: Call, health: PathHealth): void {
    const { client, onEvent, timers } = this.#deps;
    call.cancelTimeout();
    call.keeper = new CallKeeper({
      client,
      timers,
      outbox: call.outbox,
      readStats: () => this.#readStats(),
      onRestart: () => this.#restart(call),
      onTrouble: (trouble) => onEvent({ type: "trouble", trouble }),
      onLost: (reason) => onEvent({ type: "failed", reason }),
    }, health);
  }

  /** One reading serves both: whether anything comes, and what we may send. */
  async #readStats(): Promise<RTCStatsReport> {
    const report = await this.connection?.getStats() ?? new Map();
    this.#sending.note(report);
    return report;
  }

  /** The caller alone opens negotiations; the callee asks for one. */
  #restart(call: Call): void {
    if (call.role === "callee") {
      return this.#tell(call, call.outbox.askRestart());
    }
    this.#withLeg((leg) => {
      if (leg.losesRestarts) {
        this.#replaceLeg(call, leg.gen);
        call.keeper?.follow("failed");
      }
      this.#withLeg(async (leg) => {
        await this.#renewServers(leg);
        await leg.restart();
      });
    });
  }

  /** The other side has another connection; it takes one of ours that is new. */
  #meetAnew(call: Call, { type, description, held }: PeerReplaced): void {
    const isOffer = type === "offer";
    const { gen } = description;
    this.#replaceLeg(call, isOffer ? gen - 1 : gen);
    // Who is offered to answers that; who is answered offers once more.
    if (isOffer) call.keeper?.follow("restarted");
    call.keeper?.follow(isOffer ? "failed" : "peer-replaced");
    if (!isOffer) return;
    this.#withLeg((leg) => leg.receiveDescription(type, description));
    this.#withLeg((leg) => leg.receiveCandidates(held));
  }

  #replaceLeg({ role }: Call, afterGen: number): void {
    this.#legs.replace();
    this.#withLeg((leg) => leg.begin(role, { afterGen }));
  }

  #failure(): LinkEvent {
    const isHeard = this.#call?.isHeard ?? false;
    const relay = this.#legs.leg?.relayAnswer() ?? "none-refused";
    const reason = reasonOfFailure(this.#deps.funnel(), { isHeard, relay });
    return { type: "failed", reason };
  }

  /** Does something with the leg of the call, in the order of the requests. */
  #withLeg(work: (leg: PeerLeg) => void | Promise<void>): void {
    if (this.#call === null) return;
    const { signal } = this.#call.outbox;
    this.#legs.run(work, signal).catch((error) => this.#fail(error, signal));
  }

  /** A call that was connected once outlives a server that is out of reach. */
  #tell(call: Call, post: Promise<void>): void {
    post.catch((error) => {
      const isTransient = error instanceof SignalingError && error.isTransient;
      if (isTransient && call.keeper !== null) {
        return call.keeper.follow("restart-lost");
      }
      this.#fail(error, call.outbox.signal);
    });
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (!signal.aborted) this.#deps.onError(error);
  }
}

/** Says whether a signal may have been there before the match. */
function isOfBefore(signal: PeerSignal): boolean {
  return signal.type === "offer" && signal.gen === 0;
}
