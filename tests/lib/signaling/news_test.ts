import { deepEqual, equal, ok } from "node:assert/strict";
import type { IceCandidate } from "@/lib/protocol/candidate.ts";
import { FIRST_ID, told } from "@/lib/signaling/inbox.ts";
import { type News, type NewsSources, readNews } from "@/lib/signaling/news.ts";
import { makePair, type TestServices, testServices } from "@/tests/helpers.ts";

const RESTART = { type: "restart" } as const;

/** Tells the caller that something happened. */
async function tell({ store, now }: TestServices): Promise<void> {
  await store.commit({
    mutations: told({ anonId: "caller", pairId: "p", news: RESTART }, now()),
  });
}

/** Posts candidates of the callee. */
async function post(
  { iceLog }: TestServices,
  ...candidates: IceCandidate[]
): Promise<void> {
  await iceLog.append("p", "b", candidates, "caller");
}

const named = (news: readonly News[]) =>
  news.map((one) => "candidates" in one ? one.candidates : one.entry.type);

Deno.test("readNews() puts candidates between the entries of an inbox, by age", async () => {
  using services = await testServices();
  await makePair(services);
  await post(services, "1", "2");
  await tell(services);
  await post(services, "3");
  const { news, pairId, isAll } = await readNews(services, "caller", FIRST_ID);
  deepEqual(named(news), ["matched", ["1", "2"], "restart", ["3"]]);
  deepEqual([pairId, isAll], ["p", true]);
  const rest = await readNews(services, "caller", news[1]!.id);
  deepEqual(named(rest.news), ["restart", ["3"]]);
  const peer = await readNews(services, "callee", FIRST_ID);
  deepEqual(named(peer.news), ["matched"], "nobody's own candidates");
});

Deno.test("readNews() tells of no call to one who is in none", async () => {
  using services = await testServices();
  await makePair(services);
  await post(services, "1");
  await services.pairs.end("p");
  const { news, pairId } = await readNews(services, "caller", FIRST_ID);
  deepEqual([named(news), pairId], [["peer-left"], null]);
});

/** Sources that let something happen just before each reading of a kind. */
function meanwhile(
  services: TestServices,
  happens: { entries?: () => Promise<void>; posts?: () => Promise<void> },
): NewsSources {
  const { inboxes, iceLog, pairs } = services;
  return {
    pairs,
    inboxes: {
      async read(...args) {
        await happens.entries?.();
        return await inboxes.read(...args);
      },
    },
    iceLog: {
      async postsAfter(...args) {
        await happens.posts?.();
        return await iceLog.postsAfter(...args);
      },
    },
  };
}

for (const busy of ["entries", "posts"] as const) {
  Deno.test(`readNews() skips nothing that comes while it reads (before ${busy})`, async () => {
    using services = await testServices();
    await makePair(services);
    let written = 0;
    const sources = meanwhile(services, {
      [busy]: async () => {
        if (written > 12) return;
        await post(services, `${written++}`);
        await tell(services);
        await post(services, `${written++}`);
        await tell(services);
      },
    });
    const seen: News[] = [];
    for (let rounds = 0; rounds < 20; rounds++) {
      const { news } = await readNews(
        sources,
        "caller",
        seen.at(-1)?.id ?? FIRST_ID,
      );
      seen.push(...news);
    }
    const expected = Array.from(
      { length: written },
      (_, i) => [[`${i}`], "restart"],
    ).flat();
    deepEqual(named(seen), ["matched", ...expected]);
  });
}

Deno.test("readNews() tells a long log in pages, each with what happened in it", async () => {
  using services = await testServices();
  await makePair(services);
  for (let i = 0; i < 100; i++) {
    await post(services, `${i}`);
    if (i % 40 === 0) await tell(services);
  }
  await tell(services);
  const seen: News[] = [];
  let pages = 0;
  for (let isAll = false; !isAll; pages++) {
    const after = seen.at(-1)?.id ?? FIRST_ID;
    const read = await readNews(services, "caller", after);
    ok(read.news.length < 100);
    seen.push(...read.news);
    isAll = read.isAll;
  }
  equal(pages, 2);
  const ids = seen.map(({ id }) => id);
  deepEqual(ids, ids.toSorted());
  equal(new Set(ids).size, 1 + 100 + 4);
});
