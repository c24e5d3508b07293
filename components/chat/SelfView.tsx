import { useEffect, useRef } from "preact/hooks";
import { VideoOff } from "../icons.tsx";
import type { CallView } from "@/lib/call/view.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** The visitor's own picture: small, mirrored and silent. */
export function SelfView(
  { view, messages }: { view: CallView; messages: ChatMessages },
) {
  const { localStream, isCameraOn } = view;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = localStream;
  }, [localStream]);
  return (
    <div class="self-view" hidden={!localStream}>
      <video
        ref={video}
        data-testid="local-video"
        aria-label={messages.localVideo}
        autoplay
        playsInline
        muted
      />
      {!isCameraOn && (
        <p class="self-off">
          <VideoOff size={20} aria-hidden="true" />
          {messages.cameraIsOff}
        </p>
      )}
      <span class="self-name" aria-hidden="true">{messages.you}</span>
    </div>
  );
}
