/**
 * A client that knows only the five REST calls, as scripts and old pages do.
 *
 * The calls are made from here; the browser page only lends its
 * RTCPeerConnection.
 *
 * @module
 */

import type { Page } from "playwright-core";

interface Match {
  pairId: string;
  role: "caller" | "callee";
}

const POLL_MS = 100;
const MAX_POLLS = 600;

/** Signals by polling and talks through a page's peer connection. */
export class PollingClient {
  readonly #baseUrl: string;
  readonly #page: Page;
  #cookie = "";

  /**
   * @param baseUrl Where the site is.
   * @param page A page to borrow the browser's WebRTC from.
   */
  constructor(baseUrl: string, page: Page) {
    this.#baseUrl = baseUrl;
    this.#page = page;
  }

  /** Becomes a visitor. */
  async init(): Promise<void> {
    const response = await fetch(`${this.#baseUrl}/api/anon/init`);
    await response.body?.cancel();
    this.#cookie = response.headers.get("set-cookie")!.split(";")[0]!;
  }

  /** Joins the queue. */
  async enqueue(): Promise<void> {
    await this.#call("POST", "enqueue", {});
  }

  /** Goes through the whole handshake and tells which role it had. */
  async handshake(): Promise<Match["role"]> {
    const { pairId, role } = await this.#poll<Match>("POST", "matchmake");
    await this.#openPeer();
    if (role === "caller") {
      const sdp = await this.#describe();
      await this.#call("POST", "offer", { pairId, sdp });
      const answer = await this.#poll<{ sdp: string }>(
        "GET",
        `answer?pairId=${pairId}`,
      );
      await this.#setRemote("answer", answer.sdp);
    } else {
      const offer = await this.#poll<{ sdp: string }>(
        "GET",
        `offer?pairId=${pairId}`,
      );
      await this.#setRemote("offer", offer.sdp);
      const sdp = await this.#describe();
      await this.#call("POST", "answer", { pairId, sdp });
    }
    await this.#trickle(pairId);
    return role;
  }

  /** Tells the state of the connection. */
  async connectionState(): Promise<string> {
    return await this.#page.evaluate(() => peerOf().connectionState);
  }

  async #call(method: "GET" | "POST", name: string, body?: unknown) {
    return await fetch(`${this.#baseUrl}/api/rtc/${name}`, {
      method,
      headers: { cookie: this.#cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async #poll<T>(method: "GET" | "POST", name: string): Promise<T> {
    for (let polls = 0; polls < MAX_POLLS; polls++) {
      const response = await this.#call(method, name);
      if (response.status === 200) return await response.json();
      await response.body?.cancel();
      if (response.status !== 204) {
        throw new Error(`${method} ${name}: ${response.status}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`${method} ${name}: nothing came`);
  }

  /** Exchanges candidates, one by one, until the connection stands. */
  async #trickle(pairId: string): Promise<void> {
    for (let polls = 0; polls < MAX_POLLS; polls++) {
      const own = await this.#page.evaluate(() => candidatesOf().splice(0));
      for (const candidate of own) {
        await this.#call("POST", "ice", { pairId, candidate });
      }
      const response = await this.#call("GET", `ice?pairId=${pairId}`);
      if (response.status === 200) {
        const theirs = await response.json() as { cand: RTCIceCandidateInit }[];
        await this.#page.evaluate(async (candidates) => {
          for (const candidate of candidates) {
            await peerOf().addIceCandidate(candidate);
          }
        }, theirs.map(({ cand }) => cand));
      }
      if (await this.connectionState() === "connected") return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error("the connection did not come to stand");
  }

  async #openPeer(): Promise<void> {
    await this.#page.evaluate(async () => {
      const peer = new RTCPeerConnection();
      const candidates: RTCIceCandidateInit[] = [];
      peer.onicecandidate = ({ candidate }) => {
        if (candidate?.candidate) candidates.push(candidate.toJSON());
      };
      const media = await navigator.mediaDevices.getUserMedia({
        video: true,
        audio: true,
      });
      for (const track of media.getTracks()) peer.addTrack(track, media);
      Object.assign(globalThis, {
        peerOf: () => peer,
        candidatesOf: () => candidates,
      });
    });
  }

  /** Makes the offer or the answer, whichever is due. */
  async #describe(): Promise<string> {
    return await this.#page.evaluate(async () => {
      await peerOf().setLocalDescription();
      return peerOf().localDescription!.sdp;
    });
  }

  async #setRemote(type: "offer" | "answer", sdp: string): Promise<void> {
    await this.#page.evaluate(
      async (description) => await peerOf().setRemoteDescription(description),
      { type, sdp },
    );
  }
}

// Both exist only in the page.
declare function peerOf(): RTCPeerConnection;
declare function candidatesOf(): RTCIceCandidateInit[];
