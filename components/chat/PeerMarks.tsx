import type { MediaToggles } from "@/lib/call/media/local_media.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import { MicOff } from "../icons.tsx";

/** What is shown of the other side's devices. */
export interface PeerMarksProps {
  /** What they have on. */
  media: MediaToggles;
  /** Texts of the chat page. */
  messages: ChatMessages;
}

/**
 * Says that the other side cannot be heard or seen by their own choice; of the
 * picture only to screen readers, as the stage shows it to the others.
 */
export function PeerMarks(
  { media: { isMicOn, isCameraOn }, messages: { peerOff } }: PeerMarksProps,
) {
  return (
    <div class="peer-marks" role="status" aria-live="polite">
      {!isMicOn && (
        <p data-testid="peer-mic-off">
          <MicOff size={16} />
          {peerOff.mic}
        </p>
      )}
      {!isCameraOn && <p class="unseen">{peerOff.camera}</p>}
    </div>
  );
}
