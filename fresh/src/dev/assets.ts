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

/** Types that the list lacks, or has under another name. */
const OWN_TYPES: Record<string, string> = {
  ico: "image/vnd.microsoft.icon",
  map: "application/json",
  xml: "application/xml",
};

/** Returns the Content-Type for a file name. */
export function contentTypeOf(path: string): string {
  const own = OWN_TYPES[path.slice(path.lastIndexOf(".") + 1)];
  const type = own ?? lookup(path);
  if (type === undefined) return "text/plain";
  const isText = /^text\/|^application\/(manifest\+)?json$/.test(type);
  return isText ? `${type}; charset=UTF-8` : type;
}
