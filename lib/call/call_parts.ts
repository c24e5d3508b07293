/**
 * What a visit is made of, put together: each part does one thing and tells the
 * session of it.
 *
 * @module
 */

import type { CallEvent } from "./machine.ts";
import { LocalMedia } from "./media/local_media.ts";
import { missingKinds } from "./media/open_apart.ts";
import type { LinkEvent } from "./peer/link_deps.ts";
import { PeerLink } from "./peer/peer_link.ts";
import { Readiness } from "./readiness.ts";
import type { SessionDeps } from "./session_deps.ts";
import { Search } from "./signaling/search.ts";
import { eventOfFailure } from "./signaling/signaling_error.ts";
import type { Signal, SignalSource } from "./signaling/signals.ts";
import { Talk } from "./talk/talk.ts";
import { sentMedia } from "./view.ts";
import { ViewStore } from "./view_store.ts";
import { WayBack } from "./way_back.ts";

/** The parts of a visit. */
export interface CallParts {
  /** What is shown. */
  readonly view: ViewStore;
  /** What is heard from the server and the other side. */
  readonly source: SignalSource;
  /** The search for a partner. */
  readonly search: Search;
  /** Camera and microphone. */
  readonly media: LocalMedia;
  /** The connection to the other side. */
  readonly link: PeerLink;
  /** What is said to the other side directly. */
  readonly talk: Talk;
  /** What is ready ahead of need. */
  readonly readiness: Readiness;
  /** The way back to the partner before. */
  readonly wayBack: WayBack;
}

/** What the parts tell. */
export interface PartEvents {
  /** Something happened to the visit. */
  onEvent(event: CallEvent): void;
  /** Something came from the server or the other side. */
  onSignal(signal: Signal): void;
  /** Camera or microphone went by itself. */
  onDeviceLost(): void;
}

/** Makes the parts of a visit that has not begun. */
export function assembleParts(
  deps: SessionDeps,
  { onEvent, onSignal, onDeviceLost }: PartEvents,
): CallParts {
  const { timers, onChange } = deps;
  const onError = (error: unknown) => onEvent(eventOfFailure(error));
  const view = new ViewStore({
    nowMs: () => timers.nowMs(),
    onChange(next) {
      talk.tellMedia(sentMedia(next));
      onChange(next);
    },
  });
  const source = deps.createSource(onSignal);
  const search = new Search({
    ...deps,
    source,
    onError,
    onOutage: (isOn) => onEvent({ type: isOn ? "lost" : "found" }),
  });
  const media = new LocalMedia(deps.openMedia, onDeviceLost);
  const talk = new Talk({
    timers,
    onConversation: (conversation) => view.show({ conversation }),
    onPeerMedia: (peerMedia) => view.show({ peerMedia }),
  });
  const link = new PeerLink({
    ...deps,
    onError,
    funnel: () => view.current.funnel,
    onOffer: (sdp) => search.setOffer(sdp),
    onEvent(event: LinkEvent) {
      onEvent(event);
      // The other side may just have gone, and the server knows.
      if (event.type === "trouble") source.poke();
    },
    onStep: (step) => view.reach(step),
    onGen: (gen) => view.noteGen(gen),
    onChannel: (channel) => talk.attach(channel),
    onPeerTrack: (kind, isOn) => talk.notePeerTrack(kind, isOn),
    onRemoteStream: (remoteStream) => view.show({ remoteStream }),
  });
  const readiness = new Readiness({
    source,
    media,
    link,
    onStream: (localStream) =>
      view.show({ localStream, missing: missingKinds(localStream) }),
  });
  const wayBack = new WayBack({
    ...deps,
    onChange: (wayBack) => view.show({ wayBack }),
  });
  return { view, source, search, media, link, talk, readiness, wayBack };
}
