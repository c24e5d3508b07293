/**
 * What one side of a call says to the other directly, over the data channel.
 *
 * The other side may be anybody's program, so whatever comes is parsed here
 * before anything looks at it.
 *
 * @module
 */

import * as z from "zod/mini";
import { parseJson } from "@/lib/protocol/json.ts";
import type { Schema } from "@/lib/protocol/schema.ts";
import type { MediaToggles } from "../media/local_media.ts";

/** Length of one text, in UTF-16 units, as fields on a page count it. */
export const MAX_TEXT_CHARS = 2_000;

/**
 * Length of one message, in UTF-16 units: JSON writes a character with six at
 * most. A longer one is not even parsed.
 */
export const MAX_MESSAGE_CHARS: number = 6 * MAX_TEXT_CHARS + 100;

/** One message. */
export type PeerMessage =
  /** Whether microphone and camera are on; the first message of each side. */
  | { readonly type: "media" } & MediaToggles
  /** Something is being written, and was not sent yet. */
  | { readonly type: "typing" }
  /** Something was written. */
  | { readonly type: "text"; readonly text: string };

const schema: Schema<PeerMessage> = z.union([
  z.object({
    type: z.literal("media"),
    isMicOn: z.boolean(),
    isCameraOn: z.boolean(),
  }),
  z.object({ type: z.literal("typing") }),
  z.object({
    type: z.literal("text"),
    text: z.string().check(z.minLength(1), z.maxLength(MAX_TEXT_CHARS)),
  }),
]);

/**
 * Parses what came over the channel.
 *
 * @param data Of a `MessageEvent`: text, or something binary.
 * @returns `null` for what is none of our messages.
 */
export function parsePeerMessage(data: unknown): PeerMessage | null {
  if (typeof data !== "string" || data.length > MAX_MESSAGE_CHARS) return null;
  const parsed = schema.safeParse(parseJson(data));
  return parsed.success ? parsed.data : null;
}

/** Writes a message for the channel. */
export function writePeerMessage(message: PeerMessage): string {
  return JSON.stringify(message);
}
