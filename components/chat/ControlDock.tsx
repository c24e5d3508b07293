/**
 * The buttons of a visit, within reach of a thumb.
 *
 * @module
 */

import { useEffect, useRef } from "preact/hooks";
import {
  Mic,
  MicOff,
  PhoneOff,
  Settings,
  SkipForward,
  SlidersHorizontal,
  Video,
  VideoOff,
} from "../icons.tsx";
import { IconButton } from "./IconButton.tsx";
import type { TextChat } from "./text/text_chat.ts";
import { TextButton } from "./text/TextButton.tsx";
import { type CallState, isCameraInUse } from "@/lib/call/machine.ts";
import type { CallSession } from "@/lib/call/session.ts";
import type { CallView } from "@/lib/call/view.ts";
import { type ChatMessages, fillIn } from "@/lib/i18n/catalogue.ts";

/** What the dock shows and does. */
export interface ControlDockProps {
  /** What the visit looks like. */
  view: CallView;
  /** What the buttons act on; `null` until the page is interactive. */
  session: CallSession | null;
  /** Begins a visit, as far as the visitor may. */
  onStart: () => void;
  /** How many kinds of wishes there are. */
  wishCount: number;
  /** What the two write to each other. */
  text: TextChat;
  /** Language of numbers. */
  locale: string;
  /** Opens the panel with the visitor's wishes. */
  onOpenFilters: () => void;
  /** Opens the sheet with devices and habits. */
  onOpenSettings: () => void;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** Start and wishes before a visit; everything else during one. */
export function ControlDock(props: ControlDockProps) {
  const { view, session, messages: { controls } } = props;
  const { name } = view.state;
  const isUnderWay = isCameraInUse(view.state) || name === "requesting-media";
  const dock = useRef<HTMLDivElement>(null);
  useEffect(() => keepFocus(dock.current), [isUnderWay]);
  return (
    <div ref={dock} class="dock" role="group" aria-label={controls.toolbar}>
      {
        // Buttons that do nothing yet would be pressed in vain.
        session && (
          <>
            {isCameraInUse(view.state) && <Toggles {...props} />}
            <IconButton
              testId="filters"
              label={filtersLabel(props)}
              onClick={props.onOpenFilters}
            >
              <SlidersHorizontal />
              {props.wishCount > 0 && (
                <span class="badge" data-testid="filters-badge">
                  {inNumbers(props)}
                </span>
              )}
            </IconButton>
            <IconButton
              testId="settings"
              label={controls.settings}
              onClick={props.onOpenSettings}
            >
              <Settings />
            </IconButton>
            {isUnderWay
              ? <CallButtons {...props} />
              : <StartButton {...props} />}
          </>
        )
      }
    </div>
  );
}

function inNumbers({ wishCount, locale }: ControlDockProps): string {
  return new Intl.NumberFormat(locale).format(wishCount);
}

function filtersLabel(props: ControlDockProps): string {
  const { wishCount, messages: { controls } } = props;
  return wishCount === 0
    ? controls.filters
    : fillIn(controls.filtersOn, { n: inNumbers(props) });
}

/** Hands the focus on when the button that had it has left the page. */
function keepFocus(dock: HTMLElement | null): void {
  const { activeElement, body } = document;
  const hasLost = activeElement === null || activeElement === body;
  if (hasLost) dock?.querySelector<HTMLElement>(".button")?.focus();
}

function StartButton({ view, onStart, messages }: ControlDockProps) {
  const { controls } = messages;
  return (
    <button
      type="button"
      class="button button-primary button-start"
      data-testid="start"
      onClick={onStart}
    >
      {startLabel(view.state, controls)}
    </button>
  );
}

function startLabel(
  { name }: CallState,
  { start, tryAgain, takeOver }: ChatMessages["controls"],
): string {
  if (name === "media-error") return tryAgain;
  return name === "other-tab" ? takeOver : start;
}

function CallButtons({ view, session, messages }: ControlDockProps) {
  const { controls } = messages;
  const { name } = view.state;
  const canSkip = name !== "waiting" && name !== "requesting-media";
  return (
    <>
      <button
        type="button"
        class="button button-primary button-next"
        data-testid="next"
        aria-keyshortcuts="Escape"
        title={fillIn(controls.nextShortcut, { key: "Esc" })}
        aria-disabled={!canSkip}
        onClick={() => canSkip && session?.next()}
      >
        <SkipForward class="flips" aria-hidden="true" />
        {controls.next}
        <kbd aria-hidden="true">Esc</kbd>
      </button>
      <IconButton
        testId="stop"
        label={controls.stop}
        tone="danger"
        onClick={() => session?.stop()}
      >
        <PhoneOff />
      </IconButton>
    </>
  );
}

function Toggles(props: ControlDockProps) {
  const { view, session, messages: { controls } } = props;
  const { isMicOn, isCameraOn } = view;
  return (
    <>
      <IconButton
        testId="toggle-mic"
        label={isMicOn ? controls.mute : controls.unmute}
        tone={isMicOn ? "plain" : "off"}
        shortcut="M"
        onClick={() => session?.setToggles({ isMicOn: !isMicOn })}
      >
        {isMicOn ? <Mic /> : <MicOff />}
      </IconButton>
      <IconButton
        testId="toggle-camera"
        label={isCameraOn ? controls.cameraOff : controls.cameraOn}
        tone={isCameraOn ? "plain" : "off"}
        shortcut="V"
        onClick={() => session?.setToggles({ isCameraOn: !isCameraOn })}
      >
        {isCameraOn ? <Video /> : <VideoOff />}
      </IconButton>
      <TextButton {...props} />
    </>
  );
}
