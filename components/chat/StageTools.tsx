/**
 * What can be done with the pictures: turn the phone's camera round, keep the
 * other side in a small window, give it the whole screen.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import {
  Maximize,
  Minimize,
  PictureInPicture2,
  SwitchCamera,
} from "../icons.tsx";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import { IconButton } from "./IconButton.tsx";

/** What the tools show and do. */
export interface StageToolsProps {
  /** Whether the other side's picture is there. */
  hasRemote: boolean;
  /** Turns to the camera on the other side of the phone. */
  onSwitchCamera: () => void;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** The tools that this browser has. */
export function StageTools(props: StageToolsProps) {
  const { hasRemote, messages: { controls } } = props;
  const isFull = useSignal(false);
  useEffect(() => {
    const follow = () => isFull.value = document.fullscreenElement !== null;
    document.addEventListener("fullscreenchange", follow);
    return () => document.removeEventListener("fullscreenchange", follow);
  }, []);
  return (
    <div class="stage-tools">
      <span class="touch-only">
        <IconButton
          testId="switch-camera"
          label={controls.switchCamera}
          onClick={props.onSwitchCamera}
        >
          <SwitchCamera />
        </IconButton>
      </span>
      {hasRemote && document.pictureInPictureEnabled && (
        <IconButton
          testId="pip"
          label={controls.pip}
          onClick={togglePictureInPicture}
        >
          <PictureInPicture2 class="flips" />
        </IconButton>
      )}
      {hasRemote && document.fullscreenEnabled && (
        <IconButton
          testId="full-screen"
          label={isFull.value ? controls.exitFullScreen : controls.fullScreen}
          onClick={toggleFullScreen}
        >
          {isFull.value ? <Minimize /> : <Maximize />}
        </IconButton>
      )}
    </div>
  );
}

function togglePictureInPicture(): void {
  const video = document.querySelector<HTMLVideoElement>(".remote-video");
  const change = document.pictureInPictureElement
    ? document.exitPictureInPicture()
    : video?.requestPictureInPicture();
  // Refused where the picture is gone by now: nothing changes then.
  change?.catch(() => {});
}

function toggleFullScreen(): void {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  // A browser may refuse, and says so itself.
  change.catch(() => {});
}
