import { deepEqual, equal, match, ok } from "node:assert/strict";
import { bodyOf, pairOf, testApp } from "@/tests/app.ts";
import { beforeCommit, changes } from "@/tests/helpers.ts";

Deno.test("offer and answer travel between caller and callee", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const at = (kind: string) => `/api/rtc/${kind}?pairId=${pairId}`;
  equal((await callee.get(at("offer"))).status, 204);
  equal(
    (await caller.post("/api/rtc/offer", { pairId, sdp: "v=0 offer" })).status,
    204,
  );
  deepEqual(await bodyOf(await callee.get(at("offer"))), {
    sdp: "v=0 offer",
    gen: 0,
  });
  equal((await caller.get(at("answer"))).status, 204);
  const sdp = { type: "answer", sdp: "v=0 answer" };
  equal((await callee.post("/api/rtc/answer", { pairId, sdp })).status, 204);
  deepEqual(await bodyOf(await caller.get(at("answer"))), {
    sdp: JSON.stringify(sdp),
    gen: 0,
  });
});

Deno.test("an identical repeat of an offer is fine, another one conflicts", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const offer = (sdp: string, gen?: number) =>
    caller.post("/api/rtc/offer", { pairId, sdp, ...(gen && { gen }) });
  equal((await offer("one")).status, 204);
  equal((await offer("one")).status, 204);
  const conflict = await offer("two");
  equal(conflict.status, 409);
  equal((await bodyOf(conflict)).error, "exists");
  equal((await offer("two", 1)).status, 204);
  const read = (gen: string) =>
    callee.get(`/api/rtc/offer?pairId=${pairId}${gen}`);
  equal((await bodyOf(await read(""))).gen, 1);
  equal((await bodyOf(await read("&gen=0"))).sdp, "one");
});

Deno.test("each role only does its own part", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const body = { pairId, sdp: "v=0" };
  const wrong: [Promise<Response>, string][] = [
    [callee.post("/api/rtc/offer", body), "only-caller"],
    [caller.get(`/api/rtc/offer?pairId=${pairId}`), "only-callee"],
    [caller.post("/api/rtc/answer", body), "only-callee"],
    [callee.get(`/api/rtc/answer?pairId=${pairId}`), "only-caller"],
  ];
  for (const [answer, error] of wrong) {
    const response = await answer;
    equal(response.status, 403);
    equal((await bodyOf(response)).error, error);
  }
});

Deno.test("a stranger to the pair is refused, and a member once it is over", async () => {
  using app = await testApp();
  const { pairId, caller } = await pairOf(app);
  const stranger = await app.visitor();
  const tries = (visitor: typeof stranger) => [
    visitor.post("/api/rtc/offer", { pairId, sdp: "v=0" }),
    visitor.get(`/api/rtc/answer?pairId=${pairId}`),
    visitor.post("/api/rtc/ice", { pairId, candidate: "c" }),
    visitor.get(`/api/rtc/ice?pairId=${pairId}`),
    visitor.get("/api/rtc/ice?pairId=no-such-pair"),
  ];
  const check = async (answers: Promise<Response>[]) => {
    for (const response of await Promise.all(answers)) {
      equal(response.status, 403);
      equal((await bodyOf(response)).error, "forbidden");
    }
  };
  await check(tries(stranger));
  await caller.post("/api/rtc/leave");
  await check(tries(caller));
});

Deno.test("candidates reach the peer once, in order, tagged with the side", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const read = (visitor: typeof caller, after = "") =>
    visitor.get(`/api/rtc/ice?pairId=${pairId}${after}`);
  equal((await read(callee)).status, 204);
  const first = { candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0 };
  await caller.post("/api/rtc/ice", { pairId, candidate: first });
  await caller.post("/api/rtc/ice", { pairId, candidates: ["two", "three"] });
  const want = [first, "two", "three"].map((cand) => ({ from: "a", cand }));
  deepEqual(await bodyOf(await read(callee, "&after=0")), want);
  deepEqual(await bodyOf(await read(callee, "&after=1")), want.slice(1));
  deepEqual(await bodyOf(await read(callee)), want);
  equal((await read(callee)).status, 204);
  equal((await read(callee, "&after=3")).status, 204);
  equal((await read(caller)).status, 204);
  await callee.post("/api/rtc/ice", { pairId, candidate: "back" });
  deepEqual(await bodyOf(await read(caller)), [{ from: "b", cand: "back" }]);
});

Deno.test("the browser's null for the end of candidates is taken", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const body = { pairId, candidate: null };
  equal((await caller.post("/api/rtc/ice", body)).status, 204);
  equal((await callee.get(`/api/rtc/ice?pairId=${pairId}`)).status, 204);
});

Deno.test("HEAD on candidates uses none up", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  await caller.post("/api/rtc/ice", { pairId, candidate: "one" });
  const path = `/api/rtc/ice?pairId=${pairId}`;
  const head = await app.fetch(path, {
    method: "HEAD",
    headers: { cookie: callee.cookie },
  });
  deepEqual([head.status, await head.text()], [200, ""]);
  equal((await bodyOf(await callee.get(path))).length, 1);
});

for (const text of ["c".repeat(1_900), "\u0100".repeat(1_900)]) {
  const kind = text.startsWith("c") ? "plain" : "other";
  Deno.test(`long candidates in ${kind} letters are stored or too large`, async () => {
    using app = await testApp();
    const { pairId, caller } = await pairOf(app);
    const statuses = [];
    for (const count of [1, 5, 8, 15, 16, 50]) {
      const candidates = Array(count).fill(text);
      const response = await caller.post("/api/rtc/ice", {
        pairId,
        candidates,
      });
      statuses.push(response.status);
      await response.body?.cancel();
    }
    deepEqual([...new Set(statuses)], [204, 413]);
  });
}

Deno.test("a long log of candidates is answered in pages that lose nothing", async () => {
  using app = await testApp();
  const { pairId, caller, callee } = await pairOf(app);
  const all = Array.from({ length: 900 }, (_, i) => `${i} `.padEnd(400, "c"));
  for (let i = 0; i < all.length; i += 50) {
    const candidates = all.slice(i, i + 50);
    await caller.post("/api/rtc/ice", { pairId, candidates });
  }
  const read: string[] = [];
  while (true) {
    const path = `/api/rtc/ice?pairId=${pairId}&after=${read.length}`;
    const response = await callee.get(path);
    if (response.status === 204) break;
    const body = await response.text();
    ok(body.length < 70_000, `${body.length} characters at once`);
    read.push(...JSON.parse(body).map(({ cand }: { cand: string }) => cand));
  }
  deepEqual(read, all);
});

Deno.test("a pair has at most 100 negotiations", async () => {
  using app = await testApp();
  const { pairId, caller } = await pairOf(app);
  const offer = (gen: number) =>
    caller.post("/api/rtc/offer", { pairId, sdp: "v=0", gen });
  equal((await offer(99)).status, 204);
  const refused = await offer(100);
  equal(refused.status, 400);
  match((await bodyOf(refused)).info, /^gen: must be at most 99/);
});

const bad: [string, "get" | "post", string, unknown, RegExp][] = [
  ["no pairId", "post", "offer", { sdp: "v=0" }, /^pairId:/],
  ["no sdp", "post", "offer", { pairId: "p" }, /^sdp:/],
  ["an empty sdp", "post", "answer", { pairId: "p", sdp: "" }, /^sdp:/],
  ["a number as sdp", "post", "answer", { pairId: "p", sdp: 1 }, /^sdp:/],
  [
    "an sdp too long",
    "post",
    "offer",
    { pairId: "p", sdp: "x".repeat(40_000) },
    /^sdp:/,
  ],
  [
    "a negative gen",
    "post",
    "offer",
    { pairId: "p", sdp: "v", gen: -1 },
    /^gen:/,
  ],
  [
    "a gen too high",
    "post",
    "offer",
    { pairId: "p", sdp: "v", gen: 1e9 },
    /^gen: must be at most/,
  ],
  ["half a gen", "post", "offer", { pairId: "p", sdp: "v", gen: 0.5 }, /^gen:/],
  ["no candidate", "post", "ice", { pairId: "p" }, /^candidate:/],
  [
    "a wrong candidate",
    "post",
    "ice",
    { pairId: "p", candidate: 5 },
    /^candidate/,
  ],
  [
    "too many candidates",
    "post",
    "ice",
    { pairId: "p", candidates: Array(51).fill("c") },
    /^candidates:/,
  ],
  ["no pairId in the query", "get", "ice", "", /^pairId:/],
  ["an odd pairId", "get", "offer", "?pairId=a%20b", /^pairId:/],
  ["an odd gen", "get", "offer", "?pairId=p&gen=x", /^gen:/],
  ["an empty gen", "get", "offer", "?pairId=p&gen=", /^gen:/],
  ["an odd after", "get", "ice", "?pairId=p&after=-1", /^after:/],
  ["an empty after", "get", "ice", "?pairId=p&after=", /^after:/],
];
for (const [why, verb, name, input, info] of bad) {
  Deno.test(`${verb} ${name} refuses ${why}, naming the field`, async () => {
    using app = await testApp();
    const visitor = await app.visitor();
    const response = verb === "get"
      ? await visitor.get(`/api/rtc/${name}${input}`)
      : await visitor.post(`/api/rtc/${name}`, input);
    equal(response.status, 400);
    const body = await bodyOf(response);
    equal(body.error, "bad-input");
    match(body.info, info);
  });
}

for (
  const [kind, body] of [
    ["ice", { candidate: "late" }],
    ["offer", { sdp: "v=0 late" }],
    ["restart", {}],
  ] as const
) {
  Deno.test(`POST /api/rtc/${kind} while the call ends is refused`, async () => {
    using app = await testApp();
    const { pairId, caller, callee } = await pairOf(app);
    const isLate = kind === "restart"
      ? changes("inbox")
      : changes(kind, pairId);
    beforeCommit(
      app.services.store,
      isLate,
      () => callee.post("/api/rtc/leave"),
    );
    const late = await caller.post(`/api/rtc/${kind}`, { pairId, ...body });
    equal(late.status, 403);
    equal((await bodyOf(late)).error, "forbidden");
  });
}
