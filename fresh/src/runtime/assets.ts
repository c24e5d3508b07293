/**
 * Adds the build's name to URLs of assets, so that they can be cached for ever.
 *
 * @module
 */
import { BUILD_ID } from "./build_id.ts";

/** Query parameter that carries the name of the build. */
export const CACHE_KEY = "__frsh_c";

/**
 * Adds the cache key to the path of an asset.
 *
 * Only root-relative paths get one, and only one.
 *
 * @param path Path such as "/logo.svg".
 * @returns Path such as "/logo.svg?__frsh_c=…".
 */
export function asset(path: string): string {
  if (!path.startsWith("/") || path.startsWith("//") || BUILD_ID === "") {
    return path;
  }
  if (new RegExp(`[?&]${CACHE_KEY}=`).test(path)) return path;
  const hash = path.indexOf("#");
  const target = hash < 0 ? path : path.slice(0, hash);
  const separator = target.includes("?") ? "&" : "?";
  return `${target}${separator}${CACHE_KEY}=${BUILD_ID}${
    path.slice(target.length)
  }`;
}

/**
 * Adds the cache key to every candidate of a `srcset`.
 *
 * @param srcset Value such as "/a.png 1x, /b.png 2x"; with parentheses it is
 * left alone, as commas may then be inside of them.
 */
export function assetSrcSet(srcset: string): string {
  if (srcset.includes("(")) return srcset;
  return srcset.split(",").map((candidate) => {
    const [, before = "", url = "", after = ""] =
      /^(\s*)(\S*)([\s\S]*)$/.exec(candidate) ?? [];
    return before + asset(url) + after;
  }).join(",");
}
