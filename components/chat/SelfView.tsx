import { useEffect, useRef } from "preact/hooks";
import { VideoOff } from "../icons.tsx";
import type { CallView } from "@/lib/call/view.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** What one's own picture needs. */
export interface SelfViewProps {
  /** What the visit looks like. */
  view: CallView;
  /** The whole stage, or a card in its corner while somebody else has it. */
  place: "stage" | "corner";
  /** Whether it is shown as in a mirror. */
  isMirrored: boolean;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/** The visitor's own picture, silent. */
export function SelfView({ view, place, isMirrored, messages }: SelfViewProps) {
  const { localStream, isCameraOn, missing } = view;
  const isMissing = missing.includes("video");
  // On the stage a notice says that there is no camera.
  const saysOff = place === "corner" || !isMissing;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = localStream;
  }, [localStream]);
  return (
    <div
      class="self-view"
      data-place={place}
      data-mirrored={isMirrored}
      hidden={!localStream}
    >
      <video
        ref={video}
        data-testid="local-video"
        aria-label={messages.localVideo}
        autoplay
        playsInline
        muted
      />
      {(!isCameraOn || isMissing) && (
        <p class="self-off">
          {saysOff && (
            <>
              <VideoOff size={20} aria-hidden="true" />
              <span>{messages.cameraIsOff}</span>
            </>
          )}
        </p>
      )}
    </div>
  );
}
