/**
 * Lies over the stage while there is no picture: says what to expect, what is
 * being done, or what went wrong.
 *
 * @module
 */

import { ShieldCheck, SkipForward, Video } from "../icons.tsx";
import type { CallState } from "@/lib/call/machine.ts";
import type { ChatMessages, Notice, StatusName } from "@/lib/i18n/catalogue.ts";

/** What the cover shows. */
export interface StageCoverProps {
  /** Where the visit is. */
  state: CallState;
  /** What there is to say about it. */
  status: StatusName;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** The cover of a state; nothing during a call. */
export function StageCover({ state, status, messages }: StageCoverProps) {
  if (status === "offline") return <NoticeText notice={messages.offline} />;
  switch (state.name) {
    case "idle":
      return <Intro messages={messages} />;
    case "requesting-media":
      return <p class="cover-hint">{messages.permissionHint}</p>;
    case "waiting":
      return <p class="cover-hint">{messages.waitingHint}</p>;
    case "peer-left":
      return <p class="cover-hint">{messages.peerLeftHint}</p>;
    case "media-error":
      return <NoticeText notice={messages.mediaErrors[state.reason]} />;
    case "failed":
      return <NoticeText notice={messages.failures[state.reason]} />;
    case "other-tab":
      return <NoticeText notice={messages.otherTab} />;
    case "stopped":
      return <NoticeText notice={messages.stopped} />;
    default:
      return null;
  }
}

/** Two circles for two people; the style sheet moves them by the state. */
export function SearchFigure() {
  return (
    <div class="search-figure" aria-hidden="true">
      <span class="search-ring" />
      <span class="search-ring" />
      <span class="search-you" />
      <span class="search-them" />
    </div>
  );
}

function Intro({ messages: { intro } }: { messages: ChatMessages }) {
  const icons = [Video, ShieldCheck, SkipForward];
  return (
    <div class="cover-text">
      <h2>{intro.title}</h2>
      <p class="cover-lead">{intro.text}</p>
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
