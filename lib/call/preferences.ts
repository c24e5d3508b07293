/**
 * How a visitor likes the page: kept in the browser, known to nobody else.
 *
 * @module
 */

import * as z from "zod/mini";
import { parseJson } from "@/lib/protocol/json.ts";
import { orElse } from "@/lib/protocol/or_else.ts";

/** What a visitor has set. */
export interface Preferences {
  /** Whether one's own picture is shown as in a mirror; others see it as is. */
  readonly isMirrored: boolean;
  /** How loud the other side is, 0 to 1. */
  readonly volume: number;
  /** Whether a new search follows by itself when the other side is gone. */
  readonly isAutoNext: boolean;
  /** Whether calls go over relays alone, so that nobody sees one's address. */
  readonly isAddressHidden: boolean;
  /** The camera to use; empty for the browser's choice. */
  readonly cameraId: string;
  /** The microphone to use; likewise. */
  readonly microphoneId: string;
  /** Where the other side is heard; likewise. */
  readonly speakerId: string;
}

/** Of somebody who has set nothing. */
export const DEFAULT_PREFERENCES: Preferences = {
  isMirrored: true,
  volume: 1,
  isAutoNext: true,
  isAddressHidden: false,
  cameraId: "",
  microphoneId: "",
  speakerId: "",
};

const deviceId = orElse(z.string().check(z.maxLength(200)), "");

const schema: z.ZodMiniType<Preferences> = z.object({
  isMirrored: orElse(z.boolean(), true),
  volume: orElse(z.number().check(z.minimum(0), z.maximum(1)), 1),
  isAutoNext: orElse(z.boolean(), true),
  isAddressHidden: orElse(z.boolean(), false),
  cameraId: deviceId,
  microphoneId: deviceId,
  speakerId: deviceId,
});

/**
 * Reads what was kept; what does not fit falls back to its default.
 *
 * @param text What `JSON.stringify` once made of {@link Preferences}, or `null`.
 */
export function parsePreferences(text: string | null): Preferences {
  const parsed = schema.safeParse(parseJson(text ?? ""));
  return parsed.success ? parsed.data : DEFAULT_PREFERENCES;
}
