/**
 * A real server whose database is locked, slow or full.
 *
 * @module
 */

import { deepEqual, equal, ok } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { CALL_STATE } from "@/lib/app/call_state.ts";
import { openStore } from "@/lib/kv/open_store.ts";
import { audit } from "@/tests/lib/matching/audit.ts";
import { type ServerOptions, startServer } from "@/tests/server_process.ts";

async function withDatabase(
  run: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-trouble-" });
  try {
    await run(`${folder}/parley.sqlite`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Posts as a new visitor. */
async function post(
  baseUrl: string,
  path: string,
  body: unknown = {},
): Promise<[number, string | null]> {
  const init = await fetch(`${baseUrl}/api/anon/init`);
  await init.body?.cancel();
  const cookie = init.headers.getSetCookie()[0]!.split(";")[0]!;
  const response = await fetch(`${baseUrl}${path}`, {
    method: "POST",
    headers: { cookie },
    body: JSON.stringify(body),
  });
  await response.body?.cancel();
  return [response.status, response.headers.get("retry-after")];
}

/** Says whether each was answered as it should be, or asked to come back. */
function isTakenOrDeferred([status, retryAfter]: [number, string | null]) {
  return status === 204 || status === 503 && retryAfter !== null;
}

async function holdStore(path: string): Promise<void> {
  using store = await openStore(path, CALL_STATE);
  await audit({ store, now: Date.now });
}

/** Locks a database as another process does; dispose of it to let go. */
function lock(path: string): Disposable {
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  return {
    [Symbol.dispose]() {
      if (other.isOpen) other.close();
    },
  };
}

Deno.test("a database that another process locks for a while fails no request", async () => {
  await withDatabase(async (path) => {
    await using server = await startServer({ env: { KV_PATH: path } });
    const { baseUrl } = server;
    deepEqual(await post(baseUrl, "/api/rtc/enqueue"), [204, null]);
    using held = lock(path);
    const during = Array.from(
      { length: 20 },
      () => post(baseUrl, "/api/rtc/enqueue"),
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const read = await fetch(`${baseUrl}/api/rtc/qlen`);
    deepEqual([read.status, (await read.json()).mode], [200, "kv"]);
    held[Symbol.dispose]();
    const answers = await Promise.all(during);
    deepEqual(answers.filter((one) => !isTakenOrDeferred(one)), []);
    deepEqual(await post(baseUrl, "/api/rtc/enqueue"), [204, null]);
    equal(await server.stop(), 0);
    await holdStore(path);
  });
});

/** As long as SQLite itself waits for a lock, milliseconds. */
const LOCK_WAIT_MS = 5_000;

Deno.test("a database that stays locked lets the next visitors not wait for it", async () => {
  await withDatabase(async (path) => {
    await using server = await startServer({ env: { KV_PATH: path } });
    const { baseUrl } = server;
    deepEqual(await post(baseUrl, "/api/rtc/enqueue"), [204, null]);
    using held = lock(path);
    equal((await post(baseUrl, "/api/rtc/enqueue"))[0], 503);
    // Half of what they would take if each of them waited.
    const patience = AbortSignal.timeout(LOCK_WAIT_MS * 10);
    for (let i = 0; i < 20; i++) {
      equal((await post(baseUrl, "/api/rtc/enqueue"))[0], 503);
    }
    equal(patience.aborted, false, "they waited");
    held[Symbol.dispose]();
    let answer: [number, string | null];
    do answer = await post(baseUrl, "/api/rtc/enqueue"); while (
      answer[0] === 503
    );
    deepEqual(answer, [204, null]);
  });
});

/** Files of the server may have this much; a write over it fails. */
const FULL_KIB = 700;

Deno.test("a disk that is full defers what writes, and serves the rest", async () => {
  if (Deno.build.os === "windows") return;
  const prefix: ServerOptions["prefix"] = [
    "bash",
    "-c",
    `trap "" XFSZ; ulimit -f ${FULL_KIB}; exec "$@"`,
    "--",
  ];
  await withDatabase(async (path) => {
    const env = { KV_PATH: path };
    await using server = await startServer({ env, prefix });
    const { baseUrl } = server;
    const answers: [number, string | null][] = [];
    const offer = { sdp: "x".repeat(20_000) };
    const isDeferred = () => answers.at(-1)?.[0] === 503;
    while (!isDeferred() && answers.length < 300) {
      const country = { filterCountries: "AQ", country: "EG" };
      answers.push(
        await post(baseUrl, "/api/rtc/enqueue", { ...country, offer }),
      );
    }
    deepEqual(answers.filter((one) => !isTakenOrDeferred(one)), []);
    ok(isDeferred(), "the disk never was full");
    const page = await fetch(`${baseUrl}/chat`);
    equal(page.status, 200);
    await page.body?.cancel();
    await server.stop();
    await holdStore(path);
  });
});
