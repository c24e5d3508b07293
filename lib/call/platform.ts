/**
 * Which kind of device a page runs on: what is blocked there is allowed again
 * in another place.
 *
 * @module
 */

/** Kinds of devices whose permissions are found in different places. */
export type Platform = "ios" | "android" | "desktop";

/** The part of `navigator` that is needed. */
export type PlatformHints = Pick<Navigator, "userAgent" | "maxTouchPoints">;

/** Tells the kind of device; an iPad says that it is a Mac, but can be touched. */
export function platformOf(
  { userAgent, maxTouchPoints }: PlatformHints,
): Platform {
  if (/Android/.test(userAgent)) return "android";
  const isTouchedMac = /Macintosh/.test(userAgent) && maxTouchPoints > 1;
  return /iPhone|iPad|iPod/.test(userAgent) || isTouchedMac ? "ios" : "desktop";
}
