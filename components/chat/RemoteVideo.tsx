import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { VideoOff, Volume2 } from "../icons.tsx";
import { type Fit, fitOf } from "@/lib/call/media/stage_fit.ts";
import { watchFirstFrame } from "@/lib/call/media/first_frame.ts";
import type { Preferences } from "@/lib/call/preferences.ts";
import type { CallView } from "@/lib/call/view.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** What the other side's picture needs. */
export interface RemoteVideoProps {
  /** What the visit looks like. */
  view: CallView;
  /** How loud it is, and where it is heard. */
  preferences: Pick<Preferences, "volume" | "speakerId">;
  /** Texts of the chat page. */
  messages: ChatMessages;
  /** Told of the first frame of every call. */
  onFirstFrame: () => void;
}

/** The other side, with sound: Start was the gesture that allows it. */
export function RemoteVideo(
  { view, preferences, messages, onFirstFrame }: RemoteVideoProps,
) {
  const { remoteStream, hasRemoteFrame, peerMedia: { isCameraOn } } = view;
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

  const { volume, speakerId } = preferences;
  useEffect(() => {
    if (ref.current) ref.current.volume = volume;
  }, [volume]);
  useEffect(() => {
    // Missing in browsers that play where the system does; unplugged since, it
    // is heard where it was.
    ref.current?.setSinkId?.(speakerId)?.catch(() => {});
  }, [speakerId]);

  // The stage changes its shape too: a phone is turned, a window is resized.
  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    const follow = () => {
      fit.value = bestFit(video);
    };
    const stage = new ResizeObserver(follow);
    stage.observe(video.parentElement!);
    video.addEventListener("resize", follow);
    return () => {
      stage.disconnect();
      video.removeEventListener("resize", follow);
    };
  }, []);

  return (
    <>
      <div class="stage" data-testid="stage">
        <video
          ref={ref}
          class="remote-video"
          data-testid="remote-video"
          data-visible={hasRemoteFrame}
          data-fit={fit.value}
          aria-label={messages.remoteVideo}
          autoplay
          playsInline
        />
        {!isCameraOn && (
          // The live region says it to those who do not see it.
          <p class="peer-off" data-testid="peer-camera-off" aria-hidden="true">
            <VideoOff size={40} />
            {messages.peerOff.camera}
          </p>
        )}
      </div>
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

function bestFit(video: HTMLVideoElement): Fit {
  const { videoWidth, videoHeight, parentElement: stage } = video;
  return fitOf(
    { width: videoWidth, height: videoHeight },
    { width: stage!.clientWidth, height: stage!.clientHeight },
  );
}
