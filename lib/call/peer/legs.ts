/**
 * The legs of a visit: the one of the running call, and one made ahead of the
 * next match so that its partner finds it warm.
 *
 * @module
 */

import { type LegEvents, PeerLeg } from "./peer_leg.ts";

/** What legs are made of. */
export interface LegsOptions {
  /** Gives the servers that help two browsers find each other. */
  readonly getIceServers: () => Promise<RTCIceServer[]>;
  /** Makes a connection for these servers. */
  readonly createConnection: (iceServers: RTCIceServer[]) => RTCPeerConnection;
  /** Told of what happens on any of them. */
  readonly events: LegEvents;
}

/** Makes legs in time and closes them when they are done with. */
export class Legs {
  readonly #options: LegsOptions;
  #spare: Promise<PeerLeg> | null = null;
  #current: Promise<PeerLeg> | null = null;
  #connection: RTCPeerConnection | null = null;

  /** Makes none yet. */
  constructor(options: LegsOptions) {
    this.#options = options;
  }

  /** The connection of the running call; `null` outside of calls. */
  get connection(): RTCPeerConnection | null {
    return this.#connection;
  }

  /** Makes the next leg ahead of its match. */
  prepare(): void {
    this.#spare ??= this.#create();
  }

  /** Lets the next leg do what can be done before its match. */
  warm(localStream: MediaStream): void {
    this.prepare();
    whenMade(this.#spare, (leg) => leg.warm(localStream));
  }

  /** Takes the next leg into the call that begins. */
  begin(): void {
    this.prepare();
    const current = this.#spare!;
    this.#current = current;
    this.#spare = null;
    whenMade(current, (leg) => {
      if (this.#current === current) this.#connection = leg.connection;
    });
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
    whenMade(this.#current, (leg) => leg.close());
    this.#current = null;
    this.#connection = null;
  }

  /** Closes the leg that was made ahead. */
  release(): void {
    whenMade(this.#spare, (leg) => leg.close());
    this.#spare = null;
  }

  async #create(): Promise<PeerLeg> {
    const { getIceServers, createConnection, events } = this.#options;
    const connection = createConnection(await getIceServers());
    return new PeerLeg({ connection, events });
  }
}

/** Does nothing with a leg that cannot be made: `run()` reports that. */
function whenMade(
  leg: Promise<PeerLeg> | null,
  work: (leg: PeerLeg) => void,
): void {
  leg?.then(work, () => {});
}
