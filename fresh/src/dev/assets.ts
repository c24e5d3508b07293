/**
 * Makes the table of files that a build serves.
 *
 * @module
 */
import { lookup } from "mrmime";
import { createHash } from "node:crypto";
import { relative } from "node:path";
import type { FileSnapshot } from "../build_cache.ts";
import { CACHE_KEY } from "../runtime/assets.ts";

/** What a build is made for. */
export interface AssetOptions {
  /** Folder of the project. */
  root: string;
  /** Name of the build. */
  buildId: string;
  /** In development nothing is hashed or rewritten. */
  mode: "development" | "production";
}

/** Describes a file of a static folder. */
export async function staticAsset(
  filePath: string,
  { root, buildId, mode }: AssetOptions,
): Promise<FileSnapshot> {
  const contentType = contentTypeOf(filePath);
  const entry = { contentType, filePath: relative(root, filePath) };
  if (mode === "development") return { ...entry, hash: null };
  const content = await Deno.readFile(filePath);
  if (!filePath.endsWith(".css")) return { ...entry, hash: hashOf(content) };
  const css = new TextDecoder().decode(content);
  const keyed = withCacheKeys(css, buildId);
  if (keyed === css) return { ...entry, hash: hashOf(content) };
  const encoded = new TextEncoder().encode(keyed);
  return { contentType, content: encoded, hash: hashOf(encoded) };
}

/** Describes a file that the bundler made. */
export function bundledAsset(
  path: string,
  content: Uint8Array<ArrayBuffer>,
  { mode }: AssetOptions,
): FileSnapshot {
  const hash = mode === "production" ? hashOf(content) : null;
  const contentType = contentTypeOf(path);
  return { contentType, content, hash, immutable: true };
}

/** Adds the cache key to `url(/…)` in a stylesheet. */
function withCacheKeys(css: string, buildId: string): string {
  return css.replace(
    /url\(\s*(["']?)(\/(?!\/)[^"')\s?#]+)(#[^"')\s]*)?\1\s*\)/g,
    (_, quote: string, path: string, hash = "") =>
      `url(${quote}${path}?${CACHE_KEY}=${buildId}${hash}${quote})`,
  );
}

function hashOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Returns the Content-Type for a file name. */
export function contentTypeOf(path: string): string {
  const type = path.endsWith(".map")
    ? "application/json"
    : lookup(path) ?? "application/octet-stream";
  const isText = type.startsWith("text/") ||
    /[/+](json|xml|javascript)$/.test(type);
  return isText ? `${type}; charset=UTF-8` : type;
}
