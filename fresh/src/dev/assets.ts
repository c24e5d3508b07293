/**
 * Describes the files that a build serves.
 *
 * @module
 */
import { lookup } from "mrmime";
import { createHash } from "node:crypto";

/** Returns the hash of a file's content, which its ETag is made of. */
export function hashOf(content: Uint8Array): string {
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
