/**
 * Turns the builds that upstream's tests make up into such as ours.
 *
 * @module
 */
import type {
  BuildCache,
  FileRoute,
  FileSnapshot,
} from "../../../fresh/src/build_cache.ts";
import { contentTypeOf } from "../../../fresh/src/dev/assets.ts";

/** What a static file of a made up build is. */
interface FakeFile {
  hash: string | null;
  readable: unknown;
  contentType: string;
  immutable?: boolean;
}

/** A build as tests make it up: ours, or one with files in a map. */
export interface AnyCache {
  root: string;
  files?: Map<string, FakeFile>;
  fsRoutes?: FileRoute[];
  staticFiles?: BuildCache["staticFiles"];
}

/** Turns a made up build into one of ours. */
export function toOwnCache(cache: AnyCache): BuildCache {
  const staticFiles: BuildCache["staticFiles"] = cache.staticFiles ?? new Map();
  for (const [path, file] of cache.files ?? []) {
    staticFiles.set(decodeURIComponent(path), {
      hash: file.hash,
      contentType: file.contentType,
      content: file.readable,
      ...(file.immutable === undefined ? {} : { immutable: file.immutable }),
    } as FileSnapshot);
  }
  return {
    root: cache.root,
    version: "",
    clientEntry: "",
    islands: new Map(),
    staticFiles,
    fsRoutes: cache.fsRoutes ?? [],
  };
}

/** Names a type as upstream's `getContentType()`. */
export const getContentType = contentTypeOf;

/** Spells a path as upstream keys its files. */
export function systemPathToUrlEncoded(path: string): string {
  return "/" + path.replaceAll("\\", "/").split("/").filter(Boolean)
    .map(encodeURIComponent).join("/");
}
