/**
 * What there is to say at length about a state: what went wrong, and what to
 * try.
 *
 * @module
 */

import type { ChatMessages, Notice } from "@/lib/i18n/catalogue.ts";
import { type CallState, searchPauseMs } from "@/lib/call/machine.ts";
import type { Platform } from "@/lib/call/platform.ts";

/**
 * Gives the notice of a state; `null` where there is nothing to explain.
 *
 * @param platform Where blocked devices are allowed again.
 */
export function noticeOf(
  state: CallState,
  messages: ChatMessages,
  platform: Platform,
): Notice | null {
  switch (state.name) {
    case "media-error": {
      const notice = messages.mediaErrors[state.reason];
      const isBlocked = state.reason === "denied" && platform !== "desktop";
      return isBlocked
        ? { ...notice, text: messages.blockedOn[platform] }
        : notice;
    }
    case "failed":
      return messages.failures[state.reason];
    case "other-tab":
      return messages.otherTab;
    case "stopped":
      return messages.stopped;
    default:
      return null;
  }
}

/**
 * Says how it goes on where the other side is gone; `null` elsewhere.
 *
 * @param isAutoNext Whether a search follows by itself.
 */
export function nextHintOf(
  state: CallState,
  isAutoNext: boolean,
  { peerLeftHint, pressNextHint }: ChatMessages,
): string | null {
  if (searchPauseMs(state) === null) return null;
  return isAutoNext ? peerLeftHint : pressNextHint;
}
