import { useEffect, useRef } from "preact/hooks";
import { watchFirstFrame } from "@/lib/call/media/first_frame.ts";

/** What the preview shows and tells. */
export interface CheckPictureProps {
  /** The camera. */
  stream: MediaStream;
  /** Accessible name. */
  label: string;
  /** Told once a picture is there. */
  onFrame: () => void;
}

/** The visitor's own camera: mirrored and silent. */
export function CheckPicture({ stream, label, onFrame }: CheckPictureProps) {
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    video.srcObject = stream;
    return watchFirstFrame(video, onFrame, () => document.hidden);
  }, [stream]);
  return (
    <video
      ref={ref}
      class="check-picture"
      aria-label={label}
      autoplay
      playsInline
      muted
    />
  );
}
