/**
 * The contract's polling calls on Node and Redis: what Parley is measured
 * against. It does what the contract asks of these calls (signed cookie, input
 * checks, roles, filters, recent partners, blocks, leases) by the cheapest
 * means Redis has, and remembers what Parley remembers (verified cookies,
 * members of a pair for a second). It counts nothing and limits nothing.
 *
 *     node tests/bench/redis_contender/server.mjs REDIS_PORT
 *
 * Prints the port it listens on.
 */

import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import process from "node:process";
import { createClient } from "redis";
import { createCalls } from "./calls.mjs";
import { Visitors } from "./visitors.mjs";

const MAX_BODY_BYTES = 96 * 1024;

const redis = createClient({
  socket: { host: "127.0.0.1", port: Number(process.argv[2]) },
});
await redis.connect();
const calls = await createCalls(redis);
const visitors = new Visitors(randomBytes(32));

/** An answer that is not 2xx. */
class Refusal extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
  }
}

function send(response, { status = 204, json, cookie }) {
  const body = json === undefined ? "" : JSON.stringify(json);
  const headers = { "cache-control": "no-store" };
  if (body !== "") {
    headers["x-content-type-options"] = "nosniff";
    headers["content-type"] = "application/json";
    headers["content-length"] = Buffer.byteLength(body);
  }
  if (cookie) headers["set-cookie"] = cookie;
  response.writeHead(status, headers);
  response.end(body);
}

function readBody(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let size = 0;
    request.on("data", (chunk) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) reject(new Refusal(413, "too-large"));
      chunks.push(chunk);
    });
    request.on("error", reject);
    request.on("end", () => {
      try {
        resolve(size === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString()));
      } catch {
        reject(new Refusal(400, "bad-input"));
      }
    });
  });
}

async function answer(request) {
  const [path, search] = request.url.split("?", 2);
  const anonId = visitors.identify(request.headers.cookie);
  if (path === "/api/anon/init") {
    const cookie = anonId === null ? visitors.issue() : undefined;
    return { status: 200, json: { ok: true }, cookie };
  }
  const call = calls[`${request.method} ${path}`];
  if (call === undefined) throw new Refusal(404, "not-found");
  if (anonId === null) throw new Refusal(403, "anon-required");
  const query = search === undefined ? null : new URLSearchParams(search);
  const body = request.method === "POST" ? await readBody(request) : null;
  return await call({ anonId, query, body });
}

const server = createServer((request, response) => {
  answer(request).then(
    (result) => send(response, result),
    (error) => {
      const { status = 500, code = error.message } = error;
      send(response, { status, json: { error: code } });
    },
  );
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`listening ${server.address().port}\n`);
});
