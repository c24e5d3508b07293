/**
 * What the two sides of a call say to each other directly: texts, that one is
 * being written, whether camera and microphone are on.
 *
 * @module
 */

import type { MediaToggles } from "../media/local_media.ts";
import type { Timers } from "../timers.ts";
import type { TalkChannel } from "./channel.ts";
import {
  addText,
  cleared,
  type Conversation,
  NO_CONVERSATION,
} from "./conversation.ts";
import type { MediaKind } from "../media/media.ts";
import {
  ALL_ON,
  noteTrack,
  type PeerMedia,
  peerMediaOf,
  UNKNOWN_MEDIA,
} from "./peer_media.ts";
import {
  parsePeerMessage,
  type PeerMessage,
  writePeerMessage,
} from "./peer_message.ts";
import { type Rate, RateLimit } from "./rate_limit.ts";

/** What we send: more than anybody types. */
export const OWN_RATE: Rate = { burst: 10, perSecond: 2 };

/**
 * What we take: what the other side may send, and what gathers at theirs while
 * a path is broken for the 30 s that a call outlives.
 */
export const PEER_RATE: Rate = { burst: 100, perSecond: 5 };

/** Messages of one call that are refused before the channel is closed. */
export const MAX_REFUSED = 500;

/** How often we say that something is being written, milliseconds. */
export const TYPING_EVERY_MS = 2_000;

/** How long the other side's word for that holds, milliseconds. */
export const TYPING_SHOWN_MS = 5_000;

/** What a talk needs. */
export interface TalkDeps {
  /** Clock and alarm. */
  readonly timers: Timers;
  /** Told of every change of the conversation. */
  readonly onConversation: (conversation: Conversation) => void;
  /** Told what the other side has on. */
  readonly onPeerMedia: (media: MediaToggles) => void;
}

/** Talks in one call after another. */
export class Talk {
  readonly #deps: TalkDeps;
  #channel: TalkChannel | null = null;
  #conversation = NO_CONVERSATION;
  #ownRate: RateLimit;
  #peerRate: RateLimit;
  #refused = 0;
  #media = ALL_ON;
  #peerMedia = UNKNOWN_MEDIA;
  #typedAtMs = -Infinity;
  #cancelTyping: () => void = () => {};

  /** Makes one that has nobody to talk to. */
  constructor(deps: TalkDeps) {
    this.#deps = deps;
    const nowMs = deps.timers.nowMs();
    this.#ownRate = new RateLimit(OWN_RATE, nowMs);
    this.#peerRate = new RateLimit(PEER_RATE, nowMs);
  }

  /** Talks over a channel that has opened; a call may have one after another. */
  attach(channel: TalkChannel): void {
    if (this.#conversation.line === "flooded") return channel.close();
    this.#channel = channel;
    channel.onmessage = ({ data }) => {
      if (this.#channel === channel) this.#receive(data);
    };
    this.#say({ type: "media", ...this.#media });
  }

  /** Tells the other side which devices are on, whenever that changes. */
  tellMedia({ isMicOn, isCameraOn }: MediaToggles): void {
    const before = this.#media;
    if (before.isMicOn === isMicOn && before.isCameraOn === isCameraOn) return;
    this.#media = { isMicOn, isCameraOn };
    this.#say({ type: "media", ...this.#media });
  }

  /** Takes note that one of their tracks fell silent or came back. */
  notePeerTrack(kind: MediaKind, isOn: boolean): void {
    this.#notePeerMedia(noteTrack(this.#peerMedia, kind, isOn));
  }

  /**
   * Sends a text.
   *
   * @returns Whether it is on its way; if not, it is still the writer's.
   */
  send(text: string): boolean {
    const isSent = text.trim() !== "" && this.#conversation.line === "open" &&
      this.#ownRate.take(this.#deps.timers.nowMs()) &&
      this.#say({ type: "text", text });
    if (!isSent) return false;
    this.#typedAtMs = -Infinity;
    this.#show(addText(this.#conversation, "us", text));
    return true;
  }

  /** Tells the other side, now and then, that a text is being written. */
  noteTyping(): void {
    const nowMs = this.#deps.timers.nowMs();
    if (nowMs - this.#typedAtMs < TYPING_EVERY_MS) return;
    this.#typedAtMs = nowMs;
    this.#say({ type: "typing" });
  }

  /** The call is over; what was written can still be read. */
  end(): void {
    this.#cancelTyping();
    this.#channel = null;
    this.#notePeerMedia(UNKNOWN_MEDIA);
    const { line } = this.#conversation;
    if (line === "none") return;
    this.#show({ ...this.#conversation, line: "over", isPeerTyping: false });
  }

  /** Forgets what was said, and begins anew. */
  clear(): void {
    this.end();
    this.#refused = 0;
    this.#typedAtMs = -Infinity;
    const nowMs = this.#deps.timers.nowMs();
    this.#peerRate = new RateLimit(PEER_RATE, nowMs);
    if (this.#conversation.line !== "none") {
      this.#show(cleared(this.#conversation));
    }
  }

  #receive(data: unknown): void {
    const message = this.#peerRate.take(this.#deps.timers.nowMs())
      ? parsePeerMessage(data)
      : null;
    if (message === null) return this.#refuse();
    if (this.#conversation.line === "none") {
      this.#show({ ...this.#conversation, line: "open" });
    }
    switch (message.type) {
      case "media": {
        const { isMicOn, isCameraOn } = message;
        const told = { isMicOn, isCameraOn };
        return this.#notePeerMedia({ ...this.#peerMedia, told });
      }
      case "typing":
        return this.#noteTypingPeer();
      case "text":
        this.#cancelTyping();
        return this.#show(addText(this.#conversation, "them", message.text));
    }
  }

  /** A page of a later day may say what we do not know; a flood it is not. */
  #refuse(): void {
    if (++this.#refused < MAX_REFUSED) return;
    this.#channel?.close();
    this.end();
    this.#show({ ...this.#conversation, line: "flooded" });
  }

  #noteTypingPeer(): void {
    this.#cancelTyping();
    this.#cancelTyping = this.#deps.timers.after(
      TYPING_SHOWN_MS,
      () => this.#show({ ...this.#conversation, isPeerTyping: false }),
    );
    if (!this.#conversation.isPeerTyping) {
      this.#show({ ...this.#conversation, isPeerTyping: true });
    }
  }

  #notePeerMedia(next: PeerMedia): void {
    const before = peerMediaOf(this.#peerMedia);
    this.#peerMedia = next;
    const after = peerMediaOf(next);
    const isSame = before.isMicOn === after.isMicOn &&
      before.isCameraOn === after.isCameraOn;
    if (!isSame) this.#deps.onPeerMedia(after);
  }

  #say(message: PeerMessage): boolean {
    if (this.#channel?.readyState !== "open") return false;
    this.#channel.send(writePeerMessage(message));
    return true;
  }

  #show(conversation: Conversation): void {
    this.#conversation = conversation;
    this.#deps.onConversation(conversation);
  }
}
