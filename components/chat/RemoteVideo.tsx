import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Volume2 } from "@/components/icons.ts";
import { watchFirstFrame } from "@/lib/call/first_frame.ts";
import type { CallView } from "@/lib/call/session.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** What the other side's picture needs. */
export interface RemoteVideoProps {
  /** What the visit looks like. */
  view: CallView;
  /** Texts of the chat page. */
  messages: ChatMessages;
  /** Told of the first frame of every call. */
  onFirstFrame: () => void;
}

/** How much of a picture may be cut off before it is shown whole instead. */
const MAX_CROP = 1.9;

/** The other side, with sound: Start was the gesture that allows it. */
export function RemoteVideo(
  { view, messages, onFirstFrame }: RemoteVideoProps,
) {
  const { remoteStream, hasRemoteFrame } = view;
  const needsTap = useSignal(false);
  const fit = useSignal<"cover" | "contain">("cover");
  const ref = useRef<HTMLVideoElement>(null);

  function play(video: HTMLVideoElement) {
    video.play().then(() => {
      needsTap.value = false;
    }, (error: DOMException) => {
      // A source that changed meanwhile is no refusal.
      needsTap.value = error.name !== "AbortError";
    });
  }

  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    needsTap.value = false;
    video.srcObject = remoteStream;
    if (!remoteStream) return;
    play(video);
    return watchFirstFrame(video, onFirstFrame, () => document.hidden);
  }, [remoteStream]);

  return (
    <>
      <video
        ref={ref}
        class="remote-video"
        data-testid="remote-video"
        data-visible={hasRemoteFrame}
        data-fit={fit.value}
        aria-label={messages.remoteVideo}
        autoplay
        playsInline
        onResize={({ currentTarget }) => {
          fit.value = bestFit(currentTarget);
        }}
      />
      {needsTap.value && (
        <button
          type="button"
          class="button button-primary tap-for-sound"
          data-testid="tap-for-sound"
          onClick={() => ref.current && play(ref.current)}
        >
          <Volume2 aria-hidden="true" />
          {messages.controls.tapForSound}
        </button>
      )}
    </>
  );
}

/** Fills the stage unless that would cut off most of the picture. */
function bestFit(video: HTMLVideoElement): "cover" | "contain" {
  const { videoWidth, videoHeight, clientWidth, clientHeight } = video;
  const crop = (videoWidth / videoHeight) / (clientWidth / clientHeight);
  return Math.max(crop, 1 / crop) > MAX_CROP ? "contain" : "cover";
}
