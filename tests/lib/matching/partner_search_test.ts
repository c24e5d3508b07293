import { deepEqual, equal, ok } from "node:assert/strict";
import { MAX_PASSED, PartnerSearch } from "@/lib/matching/partner_search.ts";
import { INTEREST_FIRST_MS } from "@/lib/protocol/limits.ts";
import {
  LEASE_MS,
  type Ticket,
  ticketCreated,
} from "@/lib/matching/tickets.ts";
import type { Store } from "@/lib/kv/store.ts";
import type { Profile } from "@/lib/protocol/profile.ts";
import { profile, type TestServices, testServices } from "@/tests/helpers.ts";
import { man, woman } from "./profiles.ts";

/** Puts somebody into the queue without a search. */
async function wait(
  { store, clock }: TestServices,
  anonId: string,
  who: Profile,
): Promise<Ticket> {
  const ticket: Ticket = {
    ...who,
    anonId,
    enqueuedAt: clock.now(),
    leaseExpiresAt: clock.now() + LEASE_MS,
  };
  await store.commit({ mutations: ticketCreated(ticket) });
  clock.advance(1);
  return ticket;
}

/** Everybody whom a search lists for a seeker, in order. */
async function found(
  { store, now }: TestServices,
  seeker: Ticket,
  search = new PartnerSearch(store, now),
): Promise<string[]> {
  const places = search.of(seeker, search.begin(seeker));
  return (await Array.fromAsync(places)).flat().map(({ anonId }) => anonId);
}

Deno.test("PartnerSearch lists those who fit, longest waiting first", async () => {
  using services = await testServices();
  await wait(services, "man 1", man);
  await wait(services, "woman", woman);
  await wait(services, "far", { ...man, filterCountries: ["EG"] });
  await wait(services, "man 2", { ...man, country: "VN" });
  await wait(services, "man 3", { ...man, filterGenders: "all" });
  const seeker = await wait(services, "seeker", woman);
  deepEqual(await found(services, seeker), ["man 1", "man 2", "man 3"]);
});

Deno.test("PartnerSearch never lists the seeker", async () => {
  using services = await testServices();
  const seeker = await wait(services, "seeker", profile());
  await wait(services, "other", profile());
  deepEqual(await found(services, seeker), ["other"]);
});

Deno.test("PartnerSearch puts a shared interest first in the first seconds, among the eldest", async () => {
  using services = await testServices();
  const keen = { ...man, interests: ["chess"] };
  for (let i = 0; i < 29; i++) await wait(services, `man ${i}`, man);
  await wait(services, "keen", keen);
  await wait(services, "too late", keen);
  const seeker = await wait(services, "seeker", {
    ...woman,
    interests: ["chess"],
  });
  const early = await found(services, seeker);
  deepEqual([early[0], early[1], early.at(-1)], ["keen", "man 0", "too late"]);
  equal(early.length, 31);
  services.clock.advance(INTEREST_FIRST_MS);
  equal((await found(services, seeker))[0], "man 0");
});

Deno.test("PartnerSearch leaves out a place that was just taken, until its owner joins again", async () => {
  using services = await testServices();
  const seeker = await wait(services, "seeker", woman);
  const taken = await wait(services, "taken", man);
  await wait(services, "free", man);
  const search = new PartnerSearch(services.store, services.now);
  search.noteTaken(taken);
  equal(search.isTaken(taken), true);
  deepEqual(await found(services, seeker, search), ["free"]);
  await wait(services, "taken", man);
  deepEqual(await found(services, seeker, search), ["free", "taken"]);
});

Deno.test("PartnerSearch forgets the first of very many taken places", async () => {
  using services = await testServices();
  const search = new PartnerSearch(services.store, services.now);
  const place = (i: number) => ({ anonId: `v${i}`, enqueuedAt: i });
  for (let i = 0; i <= 1_000; i++) search.noteTaken(place(i));
  equal(search.isTaken(place(0)), false);
  equal(search.isTaken(place(1_000)), true);
});

/** Counts what a store is asked: listings, pages of them, and entries. */
function countReads(store: Store) {
  const count = { listings: new Set<string>(), pages: 0, entries: 0 };
  const read = store.pages.bind(store);
  store.pages = async <T>(...args: Parameters<typeof read>) => {
    const [selectors] = args;
    for (const selector of selectors as { prefix: Deno.KvKey }[]) {
      count.listings.add(JSON.stringify(selector.prefix));
    }
    count.pages += selectors.length;
    const pages = await read<T>(...args);
    count.entries += pages.flat().length;
    return pages;
  };
  return count;
}

Deno.test("PartnerSearch reads nobody who does not fit", async () => {
  using services = await testServices();
  for (let i = 0; i < 100; i++) await wait(services, `woman ${i}`, woman);
  const seeker = await wait(services, "seeker", woman);
  const count = countReads(services.store);
  deepEqual(await found(services, seeker), []);
  equal(count.entries, 0);
});

/** Two letters for each number. */
const countryOf = (i: number) =>
  String.fromCharCode(65 + Math.floor(i / 26), 65 + i % 26);

/** The longest filter there is. */
const widest = profile({
  gender: "m",
  country: "VN",
  filterGenders: ["m", "f"],
  filterCountries: Array.from({ length: 20 }, (_, i) => countryOf(i)),
});

Deno.test("PartnerSearch makes some ten reads, whatever the filters are", async () => {
  using services = await testServices();
  const { store } = services;
  const filters = [
    profile(),
    profile({ filterCountries: ["VN", "EG"] }),
    profile({ filterCountries: ["VN", "EG", "SA"] }),
    profile({ filterGenders: ["m", "f"], filterCountries: ["VN", "EG"] }),
    { ...widest, filterGenders: "all" as const },
    { ...widest, interests: ["chess"] },
    widest,
  ];
  for (let i = 0; i < 300; i++) {
    await wait(services, `far ${i}`, profile({ country: "ZZ", gender: "f" }));
  }
  for (const each of filters) {
    const seeker = await wait(services, "seeker", each);
    const search = new PartnerSearch(store, services.now);
    const count = countReads(store);
    const places = search.of(seeker, search.begin(each));
    for await (const some of places) if (some.length > 0) break;
    const what = JSON.stringify(each);
    const { size } = count.listings;
    ok(size <= 8, `${size} listings for ${what}`);
    ok(count.pages <= 10, `${count.pages} pages for ${what}`);
    ok(count.entries <= MAX_PASSED + 8, `${count.entries} entries for ${what}`);
  }
});

Deno.test("PartnerSearch finds everybody who fits a long filter, and nobody else", async () => {
  using services = await testServices();
  await wait(services, "far", profile({ country: "ZZ", gender: "f" }));
  await wait(services, "fits", profile({ country: "AC", gender: "f" }));
  await wait(services, "unsaid", profile({ country: "AC" }));
  await wait(services, "far too", profile({ country: "VN", gender: "m" }));
  await wait(services, "fits too", {
    ...profile({ country: "AA", gender: "m", filterCountries: ["VN"] }),
  });
  const seeker = await wait(services, "seeker", widest);
  deepEqual(await found(services, seeker), ["fits", "fits too"]);
});

Deno.test("PartnerSearch passes a crowd from elsewhere bit by bit", async () => {
  using services = await testServices();
  for (let i = 0; i < 2.5 * MAX_PASSED; i++) {
    await wait(services, `far ${i}`, profile({ country: "ZZ", gender: "f" }));
  }
  await wait(services, "fits", profile({ country: "AC", gender: "f" }));
  const seeker = await wait(services, "seeker", widest);
  const search = new PartnerSearch(services.store, services.now);
  const foundNext = async () => {
    const places = search.of(seeker, search.begin(seeker, seeker.anonId));
    return (await Array.fromAsync(places)).flat().map(({ anonId }) => anonId);
  };
  deepEqual(await foundNext(), []);
  deepEqual(await foundNext(), []);
  deepEqual(await foundNext(), ["fits"]);
  deepEqual(await foundNext(), [], "and begins anew");
});
