/** The polling calls of the contract on Redis. */

import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { readProfile } from "./profile.mjs";

const LEASE_MS = 45_000;
const PAIR_SECONDS = 160;
const RECENT_MS = 3_600_000;
const DESCRIPTION_SECONDS = 120;
const REMEMBER_MS = 1_000;
const MAX_SDP_CHARS = 30_000;
const MAX_CANDIDATES = 50;

/** A refusal that the server answers with. */
function refuse(status, code) {
  return Object.assign(new Error(code), { status });
}

/** A script that Redis keeps, run by its hash. */
async function scriptOf(redis, name) {
  const source = readFileSync(new URL(name, import.meta.url), "utf8");
  await redis.scriptLoad(source);
  const hash = createHash("sha1").update(source).digest("hex");
  return (keys, args) => redis.evalSha(hash, { keys, arguments: args });
}

/** Members of pairs, remembered for a second and renewed by use. */
class Pairs {
  #redis;
  #known = new Map();

  constructor(redis) {
    this.#redis = redis;
  }

  async roleOf(pairId, anonId) {
    if (typeof pairId !== "string" || !/^[\w-]{1,64}$/.test(pairId)) {
      throw refuse(400, "bad-input");
    }
    const now = Date.now();
    let known = this.#known.get(pairId);
    if (known === undefined || now - known.readAt > REMEMBER_MS) {
      known = await this.#read(pairId, now);
    }
    if (known?.caller === anonId) return "caller";
    if (known?.callee === anonId) return "callee";
    throw refuse(403, "forbidden");
  }

  async #read(pairId, readAt) {
    const key = `pair:${pairId}`;
    const [caller, callee] = await this.#redis.hmGet(key, ["caller", "callee"]);
    if (!caller) return null;
    this.#redis.expire(key, PAIR_SECONDS);
    this.#redis.expire(`pair-of:${caller}`, PAIR_SECONDS);
    this.#redis.expire(`pair-of:${callee}`, PAIR_SECONDS);
    const known = { caller, callee, readAt };
    if (this.#known.size > 10_000) this.#known.clear();
    this.#known.set(pairId, known);
    return known;
  }
}

function genOf(value) {
  const isGen = Number.isInteger(value) && value >= 0 && value <= 1_000_000;
  if (!isGen) throw refuse(400, "bad-input");
  return value;
}

function descriptionCalls(redis, pairs, kind) {
  const [writer, reader] = kind === "offer"
    ? ["caller", "callee"]
    : ["callee", "caller"];
  const allow = async (role, pairId, anonId) => {
    if (await pairs.roleOf(pairId, anonId) !== role) {
      throw refuse(403, `only-${role}`);
    }
  };
  return {
    async [`POST /api/rtc/${kind}`]({ anonId, body }) {
      const { pairId, gen = 0 } = body;
      const sdp = typeof body.sdp === "object"
        ? JSON.stringify(body.sdp)
        : body.sdp;
      const isText = typeof sdp === "string" && sdp.length > 0 &&
        sdp.length <= MAX_SDP_CHARS;
      if (!isText) throw refuse(400, "bad-input");
      await allow(writer, pairId, anonId);
      const key = `${kind}:${pairId}`;
      const [isNew] = await Promise.all([
        redis.hSetNX(key, String(genOf(gen)), sdp),
        redis.hSet(key, "last", gen),
        redis.expire(key, DESCRIPTION_SECONDS),
      ]);
      if (!isNew && await redis.hGet(key, String(gen)) !== sdp) {
        throw refuse(409, "exists");
      }
      return {};
    },
    async [`GET /api/rtc/${kind}`]({ anonId, query }) {
      const pairId = query?.get("pairId");
      await allow(reader, pairId, anonId);
      const key = `${kind}:${pairId}`;
      const gen = query.get("gen") ?? await redis.hGet(key, "last");
      const sdp = gen && await redis.hGet(key, gen);
      return sdp ? { status: 200, json: { sdp, gen: Number(gen) } } : {};
    },
  };
}

function candidateOf(value) {
  const line = typeof value === "string" ? value : value?.candidate;
  if (typeof line !== "string" || line.length > 2_000) {
    throw refuse(400, "bad-input");
  }
  return JSON.stringify(value);
}

/** Makes the calls, by method and path. */
export async function createCalls(redis) {
  const match = await scriptOf(redis, "matching.lua");
  const take = await scriptOf(redis, "take.lua");
  const leave = await scriptOf(redis, "leave.lua");
  const pairs = new Pairs(redis);
  const search = (anonId, profile) =>
    match([], [
      anonId,
      profile,
      String(Date.now()),
      randomBytes(16).toString("base64url"),
      String(LEASE_MS),
      String(PAIR_SECONDS),
      String(RECENT_MS),
    ]);
  return {
    ...descriptionCalls(redis, pairs, "offer"),
    ...descriptionCalls(redis, pairs, "answer"),
    async "POST /api/rtc/enqueue"({ anonId, body }) {
      const profile = readProfile(body);
      if (profile === null) throw refuse(400, "bad-input");
      await search(anonId, JSON.stringify({ id: anonId, ...profile }));
      return {};
    },
    async "POST /api/rtc/matchmake"({ anonId }) {
      const [state, pairId, caller] = await search(anonId, "");
      if (state === "not-queued") throw refuse(409, state);
      if (state === "waiting") return {};
      const role = caller === anonId ? "caller" : "callee";
      return { status: 200, json: { pairId, role } };
    },
    async "POST /api/rtc/leave"({ anonId }) {
      await leave([], [anonId]);
      return {};
    },
    async "POST /api/rtc/ice"(
      { anonId, body: { pairId, candidate, candidates = [] } },
    ) {
      const all = candidate === undefined ? candidates : [candidate];
      if (
        !Array.isArray(all) || all.length === 0 || all.length > MAX_CANDIDATES
      ) {
        throw refuse(400, "bad-input");
      }
      const lines = all.map(candidateOf);
      const role = await pairs.roleOf(pairId, anonId);
      const key = `ice:${pairId}:${role}`;
      await Promise.all([
        redis.rPush(key, lines),
        redis.expire(key, PAIR_SECONDS),
      ]);
      return {};
    },
    async "GET /api/rtc/ice"({ anonId, query }) {
      const pairId = query?.get("pairId");
      const role = await pairs.roleOf(pairId, anonId);
      const peer = role === "caller" ? "callee" : "caller";
      const key = `ice:${pairId}:${peer}`;
      const after = query.get("after");
      const lines = after === null
        ? await take([key, `${key}:read`], [String(PAIR_SECONDS)])
        : await redis.lRange(key, Number(after), -1);
      if (lines.length === 0) return {};
      const from = peer === "caller" ? "a" : "b";
      const json = lines.map((line) => ({ from, cand: JSON.parse(line) }));
      return { status: 200, json };
    },
  };
}
