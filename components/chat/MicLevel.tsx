import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { LevelMeter } from "../LevelMeter.tsx";
import { listen } from "@/lib/call/media/listen.ts";

/** What the meter needs. */
export interface MicLevelProps {
  /** The visitor's own sound. */
  stream: MediaStream;
  /** Accessible name. */
  label: string;
}

/** Shows that the microphone hears something, before anybody else does. */
export function MicLevel({ stream, label }: MicLevelProps) {
  const level = useSignal(0);
  const track = stream.getAudioTracks()[0];
  useEffect(() => {
    if (track === undefined) return;
    return listen(new MediaStream([track]), (now) => level.value = now);
  }, [track]);
  if (track === undefined) return null;
  return <LevelMeter level={level.value} label={label} />;
}
