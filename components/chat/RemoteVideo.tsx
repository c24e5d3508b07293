import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Volume2 } from "../icons.tsx";
import { watchFirstFrame } from "@/lib/call/media/first_frame.ts";
import type { CallView } from "@/lib/call/view.ts";
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

/** Ratio of the shapes of picture and stage above which filling cuts too much. */
const MAX_STRETCH = 1.9;

/** How a picture sits on the stage; the style sheet has the shapes. */
type Fit = "fill" | "wide" | "tall";

/** The other side, with sound: Start was the gesture that allows it. */
export function RemoteVideo(
  { view, messages, onFirstFrame }: RemoteVideoProps,
) {
  const { remoteStream, hasRemoteFrame } = view;
  const needsTap = useSignal(false);
  const fit = useSignal<Fit>("fill");
  const ref = useRef<HTMLVideoElement>(null);

  function play(video: HTMLVideoElement) {
    video.play().then(() => {
      needsTap.value = false;
    }, (error: DOMException) => {
      // `AbortError`: the source changed meanwhile, the browser refused nothing.
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
function bestFit(video: HTMLVideoElement): Fit {
  const { videoWidth, videoHeight, parentElement: stage } = video;
  if (!stage || !videoHeight) return "fill";
  const stretch = (videoWidth / videoHeight) /
    (stage.clientWidth / stage.clientHeight);
  if (stretch > MAX_STRETCH) return "wide";
  return stretch < 1 / MAX_STRETCH ? "tall" : "fill";
}
