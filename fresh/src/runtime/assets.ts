/**
 * Adds the build's name to URLs of assets, so that they can be cached for ever.
 *
 * @module
 */

// The bundler puts the name here; on the server the identifier is unknown.
declare const __FRESH_BUILD_ID__: string;

/** Names the build that is running; part of the URL of every asset. */
export let BUILD_ID: string = typeof __FRESH_BUILD_ID__ === "string"
  ? __FRESH_BUILD_ID__
  : "";

/** Sets the name, when a build is taken into use. */
export function setBuildId(id: string): void {
  BUILD_ID = id;
}

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
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const base = "https://asset.invalid";
  const url = URL.parse(path, base);
  if (url?.origin !== base || url.searchParams.has(CACHE_KEY)) return path;
  url.searchParams.set(CACHE_KEY, BUILD_ID);
  return url.pathname + url.search + url.hash;
}

/**
 * Adds the cache key to each path of a `srcset` attribute; one that is too
 * complicated comes back as it is.
 */
export function assetSrcSet(srcset: string): string {
  const parts = srcset.split(",");
  if (srcset.includes("(") || parts.some((part) => part.trim() === "")) {
    return srcset;
  }
  return parts.map((part) =>
    part.replace(/^(\s*)(\S+)/, (_, space, path) => space + asset(path))
  ).join(",");
}
