import { deepEqual, equal } from "node:assert/strict";
import {
  isOver,
  isRenewalDue,
  lifeEndAt,
  type Pair,
  PAIR_LIFE_MS,
  pairCreated,
  pairEnded,
  roleIn,
} from "@/lib/signaling/pair.ts";
import { signalingKeys } from "@/lib/signaling/keys.ts";

const pair: Pair = {
  pairId: "p",
  callerId: "caller",
  calleeId: "callee",
  createdAt: 1_000,
  expiresAt: lifeEndAt(1_000),
};

Deno.test("roleIn() tells both members and strangers", () => {
  equal(roleIn(pair, "caller"), "caller");
  equal(roleIn(pair, "callee"), "callee");
  equal(roleIn(pair, "stranger"), null);
});

Deno.test("isOver() holds from the last millisecond on", () => {
  equal(isOver(pair, pair.expiresAt - 1), false);
  equal(isOver(pair, pair.expiresAt), true);
});

Deno.test("isRenewalDue() keeps the promised life without a write at every use", () => {
  equal(isRenewalDue(pair, 1_000), false);
  const lastSpareAt = pair.expiresAt - PAIR_LIFE_MS;
  equal(isRenewalDue(pair, lastSpareAt), false);
  equal(isRenewalDue(pair, lastSpareAt + 1), true);
});

const indexes = ["caller", "callee"].map((anonId) => ({
  key: signalingKeys.pairByAnon(anonId),
  value: "p",
  versionstamp: "1",
}));
const written = pairCreated(pair);
const keysOf = (type: string, all: typeof written) =>
  all.flatMap((one) => one.type === type && "key" in one ? [one.key] : []);

Deno.test("pairEnded() removes what pairCreated() writes, and marks the rest", () => {
  const ended = pairEnded(pair, { indexes, canClear: false }, 2_000);
  deepEqual(keysOf("delete", ended), keysOf("set", written));
  deepEqual(keysOf("set", ended), [
    signalingKeys.leftovers("p"),
    signalingKeys.pairEnd(2_000, "p"),
  ]);
  const sum = [...written, ...ended].reduce(
    (total, one) => total + (one.type === "add" ? one.amount : 0),
    0,
  );
  equal(sum, 0);
});

Deno.test("pairEnded() clears what was written for the pair, before it tells of the end", () => {
  const ended = pairEnded(pair, { indexes, canClear: true }, 2_000);
  deepEqual(keysOf("delete", ended), keysOf("set", written));
  deepEqual(keysOf("set", ended), [signalingKeys.pairEnd(2_000, "p")]);
  const clears = ended.filter(({ type }) => type === "clear");
  equal(clears.length, 6);
  const lastClear = ended.findLastIndex(({ type }) => type === "clear");
  const firstNews = ended.findIndex(({ type }) => type === "append");
  equal(lastClear < firstNews, true);
});
