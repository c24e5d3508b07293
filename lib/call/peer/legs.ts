/**
 * The legs of a visit: the one of the running call, and two made ahead of the
 * next match. Who waits will offer, so one of them has its offer complete,
 * candidates and all; who arrives will answer, so the other only waits for one.
 *
 * @module
 */

import type { Role } from "@/lib/protocol/role.ts";
import type { Timers } from "../timers.ts";
import type { LegEvents } from "./leg_events.ts";
import { PeerLeg } from "./peer_leg.ts";

/**
 * Milliseconds after which legs made ahead are made anew: routers forget the
 * ports behind their candidates, and credentials for TURN run out.
 */
export const LEG_LIFE_MS = 80_000;

/** What legs are made of. */
export interface LegsOptions {
  /** Gives the servers that help two browsers find each other. */
  readonly getIceServers: () => Promise<RTCIceServer[]>;
  /** Makes a connection for these servers, over all paths or relays alone. */
  readonly createConnection: (
    iceServers: RTCIceServer[],
    policy: RTCIceTransportPolicy,
  ) => RTCPeerConnection;
  /** Makes an empty stream. */
  readonly createStream: () => MediaStream;
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Told of what happens on any of them. */
  readonly events: LegEvents;
  /** Told of an offer that is complete. */
  readonly onOffer: (sdp: string) => void;
}

/** A leg whose offer is made ahead. */
interface OfferingLeg {
  readonly leg: Promise<PeerLeg>;
  /** The offer; `null` until it is complete. */
  sdp: string | null;
}

/** Makes legs in time and closes them when they are done with. */
export class Legs {
  readonly #options: LegsOptions;
  #answering: Promise<PeerLeg> | null = null;
  #offering: OfferingLeg | null = null;
  /** Its offer may still be the one that waits on the server. */
  #retired: OfferingLeg | null = null;
  #current: Promise<PeerLeg> | null = null;
  #leg: PeerLeg | null = null;
  #localStream: MediaStream | null = null;
  #cancelRenewal: (() => void) | null = null;
  #policy: RTCIceTransportPolicy = "all";

  /** Makes none yet. */
  constructor(options: LegsOptions) {
    this.#options = options;
  }

  /** The leg of the running call; `null` outside of calls. */
  get leg(): PeerLeg | null {
    return this.#leg;
  }

  /** The offer that is ready for the next call; `null` when none is. */
  get offer(): string | null {
    return this.#offering?.sdp ?? null;
  }

  /** Makes the legs of the next call ahead of its match, and of the camera. */
  prepare(): void {
    this.#answering ??= this.#createAnswering();
    this.#offering ??= this.#createOffering();
    this.#cancelRenewal ??= this.#options.timers.after(
      LEG_LIFE_MS,
      () => this.#renew(),
    );
  }

  /** Says which paths the legs to come may take; a running call keeps its own. */
  setPolicy(policy: RTCIceTransportPolicy): void {
    if (policy === this.#policy) return;
    this.#policy = policy;
    if (this.#cancelRenewal === null) return;
    this.#cancelRenewal();
    this.#renew();
    // Its offer holds what is to be hidden now.
    this.#retire(null);
  }

  /** Gives all legs, and those to come, what they send. */
  attach(localStream: MediaStream): void {
    this.#localStream = localStream;
    const ahead = [this.#answering, this.#offering?.leg ?? null];
    for (const leg of [this.#current, ...ahead]) {
      whenMade(leg, (leg) => leg.attach(localStream));
    }
  }

  /**
   * Takes the leg for a role into the call that begins.
   *
   * @param offered The offer that waited on the server, if any did.
   * @returns Whether the leg's own offer is that one.
   */
  begin(role: Role, offered: string | null): boolean {
    const offering = role === "caller" ? this.#takeOffering(offered) : null;
    this.#use(offering?.leg ?? this.#takeAnswering());
    return offering !== null && offering.sdp === offered;
  }

  /** Takes another leg into the running call, and closes the one it had. */
  replace(): void {
    this.end();
    this.#use(this.#takeAnswering());
  }

  /**
   * Does something with the leg of the call, in the order of the requests.
   *
   * @param signal Aborted when the call is over; then nothing is done.
   * @throws Whatever the work threw, or the making of the leg.
   */
  async run(
    work: (leg: PeerLeg) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const leg = await this.#current;
    if (leg && !signal.aborted) await work(leg);
  }

  /** Closes the leg of the call. */
  end(): void {
    close(this.#current);
    this.#current = null;
    this.#leg = null;
  }

  /** Closes the legs that were made ahead. */
  release(): void {
    this.#cancelRenewal?.();
    this.#cancelRenewal = null;
    close(this.#answering);
    this.#answering = null;
    close(this.#offering?.leg);
    this.#offering = null;
    this.#retire(null);
    this.#localStream = null;
  }

  #use(current: Promise<PeerLeg>): void {
    this.#current = current;
    whenMade(current, (leg) => {
      if (this.#current === current) this.#leg = leg;
    });
  }

  #takeAnswering(): Promise<PeerLeg> {
    const leg = this.#answering ?? this.#createAnswering();
    this.#answering = null;
    return leg;
  }

  /** The leg whose offer waited; else the one whose offer is ready. */
  #takeOffering(offered: string | null): OfferingLeg | null {
    if (offered !== null && this.#retired?.sdp === offered) {
      const taken = this.#retired;
      this.#retired = null;
      return taken;
    }
    if (this.offer === null) return null;
    const taken = this.#offering!;
    this.#offering = null;
    this.#retire(null);
    return taken;
  }

  async #createAnswering(): Promise<PeerLeg> {
    const leg = await this.#create();
    leg.expectOffer();
    return leg;
  }

  #createOffering(): OfferingLeg {
    const { timers, onOffer } = this.#options;
    const offering: OfferingLeg = { leg: this.#create(), sdp: null };
    whenMade(offering.leg, async (leg) => {
      const sdp = await leg.prepareOffer(timers);
      if (sdp === null || this.#offering !== offering) return;
      offering.sdp = sdp;
      onOffer(sdp);
    });
    return offering;
  }

  /** Makes the legs anew that wait; a call may have taken one of them. */
  #renew(): void {
    this.#cancelRenewal = null;
    close(this.#answering);
    this.#answering = null;
    this.#retire(this.#offering);
    this.#offering = null;
    this.prepare();
  }

  #retire(offering: OfferingLeg | null): void {
    close(this.#retired?.leg);
    this.#retired = offering;
  }

  async #create(): Promise<PeerLeg> {
    const { getIceServers, createConnection, createStream, events } =
      this.#options;
    const connection = createConnection(await getIceServers(), this.#policy);
    const leg = new PeerLeg({ connection, createStream, events });
    if (this.#localStream !== null) leg.attach(this.#localStream);
    return leg;
  }
}

/** Does nothing with a leg that cannot be made: `run()` reports that. */
function whenMade(
  leg: Promise<PeerLeg> | null,
  work: (leg: PeerLeg) => void | Promise<void>,
): void {
  leg?.then(work).catch(() => {});
}

function close(leg: Promise<PeerLeg> | null | undefined): void {
  whenMade(leg ?? null, (leg) => leg.close());
}
