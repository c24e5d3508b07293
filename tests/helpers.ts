/**
 * What tests share: a clock moved by hand, a store and services in memory.
 *
 * @module
 */

import { type Config, readConfig } from "@/lib/app/config.ts";
import type { Write } from "@/lib/kv/write.ts";
import { openStore } from "@/lib/kv/open_store.ts";
import { RemoteStore } from "@/lib/kv/remote_store.ts";
import type { Store } from "@/lib/kv/store.ts";
import { CALL_STATE } from "@/lib/app/call_state.ts";
import { createLog, type Log } from "@/lib/log.ts";
import type { Profile } from "@/lib/protocol/profile.ts";
import { createServices, type Services } from "@/lib/app/services.ts";
import { lifeEndAt, type Pair, pairCreated } from "@/lib/signaling/pair.ts";

/** A clock that stands still until it is moved. */
export class TestClock {
  /** Current time, Unix milliseconds. */
  ms = Date.UTC(2026, 10, 20, 12);

  /** Tells the time. */
  readonly now = (): number => this.ms;

  /** Moves on. */
  advance(ms: number): void {
    this.ms += ms;
  }
}

/** Which store tests run on: that of one process, or that of several. */
export type StoreKind = "owned" | "remote";

let storeKind: StoreKind = "owned";

let hasOpened = false;

/**
 * Chooses the store of all tests of a group, before they begin.
 *
 * @throws {Error} In a test, which others of its group share this choice with.
 */
export function chooseStore(kind: StoreKind): void {
  if (hasOpened) throw new Error("Cannot choose a store in a test");
  storeKind = kind;
}

/** Opens a store of its own in memory, with the state of calls owned. */
export async function testStore(kind = storeKind): Promise<Store> {
  hasOpened = true;
  return kind === "owned"
    ? await openStore(":memory:", CALL_STATE)
    : new RemoteStore(await Deno.openKv(":memory:"));
}

/** Settings of a test. */
export function testConfig(env: Record<string, string> = {}): Config {
  return readConfig(env, () => ({
    anonSecret: "test-anon-secret-0123456789",
    vipSecret: "test-vip-secret-0123456789",
    adminPassword: "test-password",
    newAdminPassword: null,
    adminToken: "test-admin-token-0123456789",
  }));
}

/** A log that keeps its lines. */
export function testLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog((line) => lines.push(line)), lines };
}

/** Services on a store in memory; dispose of them to close it. */
export interface TestServices extends Services, Disposable {
  /** The clock they run on. */
  clock: TestClock;
  /** What they printed. */
  lines: string[];
  /** What they put off until no request waits for it. */
  putOff: (() => Promise<void>)[];
}

/**
 * Makes services on a store in memory and a clock moved by hand.
 *
 * @param storeKind Default: what was chosen for the group.
 */
export async function testServices(
  env: Record<string, string> = {},
  storeKind?: StoreKind,
): Promise<TestServices> {
  const clock = new TestClock();
  const { log, lines } = testLog();
  const store = await testStore(storeKind);
  const putOff: TestServices["putOff"] = [];
  const services = createServices({
    config: testConfig(env),
    store,
    now: clock.now,
    log,
    later: (task) => putOff.push(task),
    hashCost: { n: 2, p: 1 },
  });
  return {
    ...services,
    clock,
    lines,
    putOff,
    [Symbol.dispose]() {
      services.adminStreams.closeAll();
      store.close();
    },
  };
}

/** Puts two people into a call without a search. */
export async function makePair(
  { store, pairs, now }: Pick<Services, "store" | "pairs" | "now">,
  part: Partial<Pair> = {},
): Promise<Pair> {
  const pair: Pair = {
    pairId: "p",
    callerId: "caller",
    calleeId: "callee",
    createdAt: now(),
    expiresAt: lifeEndAt(now()),
    ...part,
  };
  const { versionstamp } = await store.commit({
    mutations: pairCreated(pair),
  });
  pairs.noteCreated(pair, versionstamp);
  return pair;
}

/** Names the living pair that somebody is in; `null` for none. */
export async function pairIdOf(
  pairs: Services["pairs"],
  anonId: string,
): Promise<string | null> {
  return (await pairs.ofVisitor(anonId))?.pairId ?? null;
}

/** Services of a second instance on the same store, with the same clock. */
export function secondInstance(services: TestServices): Services {
  const { config, store, now, log } = services;
  return createServices({ config, store, now, log, later: () => {} });
}

/** Services of the next process on the same store, after a restart. */
export function restarted(services: TestServices, bootId: string): Services {
  const { config, store, now, log } = services;
  return createServices({ config, store, now, log, bootId, later: () => {} });
}

/** Counts the entries that a store is asked for in listings from now on. */
export function countReads(store: Store): { count: number } {
  const reads = { count: 0 };
  const { page, list } = store;
  store.page = async <T>(...args: Parameters<typeof page>) => {
    const entries = await page.call<
      Store,
      typeof args,
      Promise<Deno.KvEntry<T>[]>
    >(store, ...args);
    reads.count += entries.length;
    return entries;
  };
  store.list = <T>(...args: Parameters<typeof list>) => {
    const listing = list.call(store, ...args) as AsyncIterableIterator<
      Deno.KvEntry<T>
    >;
    const next = listing.next.bind(listing);
    listing.next = () => (reads.count++, next());
    return listing;
  };
  return reads;
}

/** Runs something once, just before the next commit that `isMeant`. */
export function beforeCommit(
  store: Store,
  isMeant: (write: Write) => boolean,
  run: () => Promise<unknown>,
): void {
  const commit = store.commit.bind(store);
  store.commit = async (write) => {
    if (!isMeant(write)) return await commit(write);
    store.commit = commit;
    await run();
    return await commit(write);
  };
}

/** Says whether a commit deletes, sets or appends to a key that begins so. */
export function changes(...prefix: string[]): (write: Write) => boolean {
  return ({ mutations }) =>
    mutations.some((mutation) => {
      const key = "key" in mutation ? mutation.key : mutation.prefix;
      return prefix.every((part, i) => key[i] === part);
    });
}

/** Lists all there is of the state of calls. */
export async function callState(
  store: Store,
): Promise<Deno.KvEntry<unknown>[]> {
  const listings = CALL_STATE.map((first) =>
    Array.fromAsync(store.list({ prefix: [first] }))
  );
  return (await Promise.all(listings)).flat();
}

/**
 * Lists every key of the state of calls that has `part` among its parts, but
 * for the mark of a call's end, which is for monitoring to take away.
 */
export async function keysWith(
  store: Store,
  part: Deno.KvKeyPart,
): Promise<Deno.KvKey[]> {
  const entries = await callState(store);
  return entries.map(({ key }) => key)
    .filter((key) => key.includes(part) && key[0] !== "pair_end");
}

/** Somebody without filters, but for what is given. */
export function profile(part: Partial<Profile> = {}): Profile {
  return {
    gender: "u",
    country: "XX",
    filterGenders: "all",
    filterCountries: "ALL",
    interests: [],
    ...part,
  };
}

/** A generator of pseudo-random numbers in [0, 1), the same for each seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
