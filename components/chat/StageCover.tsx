/**
 * Lies over the stage while there is no picture: says what to expect, what is
 * being done, or what went wrong.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { ShieldCheck, SkipForward, Video } from "../icons.tsx";
import type { CallView } from "@/lib/call/view.ts";
import type { Filters } from "@/lib/call/filters.ts";
import { platformOf } from "@/lib/call/platform.ts";
import { MicLevel } from "./MicLevel.tsx";
import { nextHintOf, noticeOf } from "./notice.ts";
import { PeerMarks } from "./PeerMarks.tsx";
import { WaitingText } from "./WaitingText.tsx";
import { StatusLine } from "./StatusLine.tsx";
import { WayBackOffer } from "./WayBackOffer.tsx";
import type { ChatMessages, Notice, StatusName } from "@/lib/i18n/catalogue.ts";

/** What the cover shows. */
export interface StageCoverProps {
  /** What the visit looks like. */
  view: CallView;
  /** What there is to say about it. */
  status: StatusName;
  /** Whether a search follows by itself when the other side is gone. */
  isAutoNext: boolean;
  /** What the visitor wishes. */
  filters: Filters;
  /** Shows the visitor's own picture; missing until it can. */
  onPreview: (() => void) | undefined;
  /** Drops the wishes that keep the visitor from others. */
  onRelax: () => void;
  /** Takes the way back to the partner before. */
  onGoBack: () => void;
  /** Lets a partner go who asked to come back. */
  onDeclineBack: () => void;
  /** Language of numbers. */
  locale: string;
  /** Texts of the chat page. */
  messages: ChatMessages;
  /** How the connection is, where there is one. */
  connection: ComponentChildren;
}

/** What is said over the stage, in every state. */
export function StageCover(props: StageCoverProps) {
  const { view, status, isAutoNext, messages } = props;
  const { state, localStream } = view;
  const isBefore = state.name === "idle" || state.name === "waiting";
  return (
    <div class="cover">
      <SearchFigure />
      <StatusLine
        state={state}
        status={status}
        isAutoNext={isAutoNext}
        messages={messages}
      />
      <PeerMarks media={view.peerMedia} messages={messages} />
      {props.connection}
      <CoverText {...props} />
      <WayBackOffer
        wayBack={view.wayBack}
        onGoBack={props.onGoBack}
        onDecline={props.onDeclineBack}
        messages={messages}
      />
      {isBefore && localStream && (
        <MicLevel stream={localStream} label={messages.settings.level} />
      )}
    </div>
  );
}

/** The words of a state; none during a call. */
function CoverText(props: StageCoverProps) {
  const { view, status, isAutoNext, messages } = props;
  if (status === "offline") return <NoticeText notice={messages.offline} />;
  const { state } = view;
  switch (state.name) {
    case "idle":
      return <Intro {...props} />;
    case "requesting-media":
      return <p class="cover-hint">{messages.permissionHint}</p>;
    case "waiting":
      return state.isOffline
        ? <p class="cover-hint">{messages.offlineHint}</p>
        : <WaitingText {...props} />;
    default: {
      const notice = noticeOf(state, messages, platformOf(navigator));
      const hint = nextHintOf(state, isAutoNext, messages);
      return (
        <>
          {notice && <NoticeText notice={notice} />}
          {hint && <p class="cover-hint">{hint}</p>}
        </>
      );
    }
  }
}

/** Two circles for two people; the style sheet moves them by the state. */
function SearchFigure() {
  return (
    <div class="search-figure" aria-hidden="true">
      <span class="search-ring" />
      <span class="search-ring" />
      <span class="search-you" />
      <span class="search-them" />
    </div>
  );
}

function Intro({ view, messages, onPreview }: StageCoverProps) {
  const { intro, previewFirst } = messages;
  // Who sees themselves knows what to expect.
  const isShort = view.localStream !== null;
  const icons = [Video, ShieldCheck, SkipForward];
  return (
    <div class="cover-text">
      <h2>{intro.title}</h2>
      <p class="cover-lead">{intro.text}</p>
      {!isShort && (
        <ul class="expect">
          {intro.expect.map((text, i) => {
            const Icon = icons[i]!;
            return (
              <li key={text}>
                <Icon class="flips" size={20} aria-hidden="true" />
                <span>{text}</span>
              </li>
            );
          })}
        </ul>
      )}
      {!isShort && onPreview && (
        <button
          type="button"
          class="button button-quiet preview-first"
          data-testid="preview-first"
          onClick={onPreview}
        >
          {previewFirst}
        </button>
      )}
    </div>
  );
}

function NoticeText({ notice }: { notice: Notice }) {
  return (
    <div class="cover-text">
      <h2>{notice.title}</h2>
      <p class="cover-lead">{notice.text}</p>
    </div>
  );
}
