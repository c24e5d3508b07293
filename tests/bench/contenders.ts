/**
 * The servers that are loaded side by side: Parley, and the same polling calls
 * on Node and Redis.
 *
 * @module
 */

import { startServer, TEST_ADMIN_TOKEN } from "@/tests/server_process.ts";

/** What a server says of its store since its start. */
export interface StoreFigures {
  /** Commits sent to the store. */
  commits: number;
  /** Writes that came to nothing because a check failed. */
  lostWrites: number;
  /** Writes asked for; a commit carries many. */
  writes: number;
}

/** A server under load. */
export interface Contender extends AsyncDisposable {
  /** What it is called in the output. */
  name: string;
  /** Where it listens. */
  baseUrl: string;
  /** Whether it has event streams, and takes offers along with a ticket. */
  hasEvents: boolean;
  /** Its processes; the first one answers requests. */
  pids: number[];
  /** Tells how its store is doing; `null` when it does not say. */
  storeFigures(): Promise<StoreFigures | null>;
}

/** Starts Parley as `deno task start` does, with its database on disk. */
export async function startParley(folder: string): Promise<Contender> {
  const server = await startServer({
    env: { KV_PATH: `${folder}/bench.sqlite` },
  });
  const { baseUrl, pid } = server;
  return {
    name: "parley",
    baseUrl,
    hasEvents: true,
    pids: [pid],
    async storeFigures() {
      const response = await fetch(`${baseUrl}/metrics`, {
        headers: { authorization: `Bearer ${TEST_ADMIN_TOKEN}` },
      });
      const text = await response.text();
      const of = (name: string) =>
        Number(
          new RegExp(`^parley_store_${name}_total (\\d+)`, "m")
            .exec(text)?.[1] ?? NaN,
        );
      return {
        commits: of("commits"),
        lostWrites: of("lost_writes"),
        writes: of("writes"),
      };
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function isOnPath(command: string): Promise<boolean> {
  try {
    return (await new Deno.Command(command, {
      args: ["--version"],
      stdout: "null",
      stderr: "null",
    }).output()).success;
  } catch {
    return false;
  }
}

interface Child extends AsyncDisposable {
  pid: number;
  /** What the process printed up to what was waited for. */
  line: string;
}

/** Starts a process and waits until it prints what is looked for. */
async function spawn(command: string, args: string[], wanted: RegExp) {
  const child = new Deno.Command(command, { args, stdout: "piped" }).spawn();
  let line = "";
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  while (!wanted.test(line)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`${command} did not start: ${line}`);
    line += value;
  }
  const drained = (async () => {
    while (!(await reader.read()).done);
  })();
  return {
    pid: child.pid,
    line,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await Promise.all([drained, child.status]);
    },
  } satisfies Child;
}

/**
 * Starts the same calls on Node and Redis. Redis keeps everything in memory
 * and writes nothing to disk, which is the fastest it can be.
 *
 * @returns `null` where `node` or `redis-server` is not installed.
 */
export async function startRedisContender(
  folder: string,
): Promise<Contender | null> {
  for (const command of ["redis-server", "node"]) {
    if (!await isOnPath(command)) return null;
  }
  const port = freePort();
  const script = new URL("./redis_contender/server.mjs", import.meta.url);
  const options = { port, dir: folder, bind: "127.0.0.1", save: "" };
  const redis = await spawn(
    "redis-server",
    Object.entries(options).flatMap(([k, v]) => [`--${k}`, String(v)]),
    /Ready to accept connections/,
  );
  const node = await spawn("node", [script.pathname, String(port)], /\d+\n/);
  return {
    name: "node + redis",
    baseUrl: `http://127.0.0.1:${/\d+/.exec(node.line)![0]}`,
    hasEvents: false,
    pids: [node.pid, redis.pid],
    storeFigures: () => Promise.resolve(null),
    async [Symbol.asyncDispose]() {
      await node[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
    },
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
