/**
 * What is new for somebody: the entries of their inbox and, between them, the
 * candidates of their peer.
 *
 * Both are logs in the order of the commits, so one id says how far either was
 * told.
 *
 * @module
 */

import type { Appended } from "@/lib/kv/bells.ts";
import { peerSideOf } from "@/lib/protocol/role.ts";
import type { CandidateBatch, IceLog, ReadPost } from "./ice_log.ts";
import type { InboxEntry, Inboxes, ReadEntry } from "./inbox.ts";
import { isInbox } from "./keys.ts";
import { type Pair, roleIn } from "./pair.ts";
import type { Pairs } from "./pairs.ts";

/** Candidates of the peer. */
export interface CandidateNews {
  /** Versionstamp of their commit. */
  id: string;
  /** The call. */
  pairId: string;
  /** Those that were posted together. */
  candidates: CandidateBatch;
}

/** One thing that is new. */
export type News = ReadEntry | CandidateNews;

/** What was read. */
export interface ReadNews {
  /** Oldest first. */
  news: News[];
  /** The call they are in; `null` for none. */
  pairId: string | null;
  /** Whether nothing comes after it. */
  isAll: boolean;
}

/** Says what somebody's bell told of: see `rung()`. */
export function newsOf({ log, id, value }: Appended): News {
  return isInbox(log)
    ? { id, entry: value as InboxEntry }
    : { id, pairId: log[1] as string, candidates: value as CandidateBatch };
}

/** Where news is read. */
export interface NewsSources {
  /** What happened. */
  inboxes: Pick<Inboxes, "read">;
  /** Calls. */
  pairs: Pick<Pairs, "ofVisitor">;
  /** Candidates. */
  iceLog: Pick<IceLog, "postsAfter">;
}

/**
 * Reads what came after something that was told.
 *
 * No store reads two logs as one snapshot, so the inbox is read before the
 * candidates and after them. What is told reaches to the last entry of the
 * first reading or to the last candidates, whichever is later: up to there
 * nothing can be missing.
 *
 * @param after Id of the last news that was told.
 */
export async function readNews(
  { inboxes, pairs, iceLog }: NewsSources,
  anonId: string,
  after: string,
): Promise<ReadNews> {
  const entries = await inboxes.read(anonId, after);
  // Looked up after the inbox: a call that begins in between waits there for
  // the next reading, and is not taken for an earlier one.
  const pair = await pairs.ofVisitor(anonId);
  if (pair === null) return { news: entries, pairId: null, isAll: true };
  const { pairId } = pair;
  const side = peerSideOf(roleIn(pair, anonId)!);
  const { posts, isLast } = await iceLog.postsAfter(pairId, side, after);
  if (posts.length === 0) return { news: entries, pairId, isAll: true };
  const later = await inboxes.read(anonId, entries.at(-1)?.id ?? after);
  const lastPostId = posts.at(-1)!.id;
  const upToPosts = ({ id }: News) => id < lastPostId;
  const told = [...entries, ...later.filter(upToPosts)];
  const news = merged(told, posts, pair);
  // Behind a page of candidates that is not the last there may be others.
  return isLast
    ? { news, pairId, isAll: true }
    : { news: news.filter(({ id }) => id <= lastPostId), pairId, isAll: false };
}

function merged(
  entries: readonly ReadEntry[],
  posts: readonly ReadPost[],
  { pairId }: Pair,
): News[] {
  const candidates = posts.map((post) => ({ ...post, pairId }));
  return [...entries, ...candidates].sort((one, other) =>
    one.id < other.id ? -1 : 1
  );
}
