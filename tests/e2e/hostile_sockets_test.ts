import { equal, match, ok } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";

/** Descriptors that the server may have; the sockets below are more. */
const LIMIT = 400;

/** More than the 511 who may wait where nobody says how many. */
const CROWD = 800;

async function openSockets(
  baseUrl: string,
  count: number,
  text = "GET / HTTP/1.1\r\nHost: x",
): Promise<AsyncDisposable & { readonly conns: Deno.Conn[] }> {
  const { hostname, port } = new URL(baseUrl);
  const conns: Deno.Conn[] = [];
  for (let i = 0; i < count; i++) {
    try {
      const conn = await Deno.connect({ hostname, port: Number(port) });
      conns.push(conn);
      await conn.write(new TextEncoder().encode(text));
    } catch {
      // Refused or reset: just what happens where descriptors run out.
    }
  }
  return {
    conns,
    // deno-lint-ignore require-await
    async [Symbol.asyncDispose]() {
      for (const conn of conns) conn.close();
    },
  };
}

/** Asks until an answer comes; a server that died never gives one. */
async function statusOf(url: string, maxTries = 50): Promise<number> {
  for (let tries = 1;; tries++) {
    try {
      const response = await fetch(url);
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      if (tries === maxTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Connections that a port has not taken yet, as Linux tells of it. */
async function waitingConnections(port: number): Promise<number> {
  const LISTENING = "0A";
  const table = await Deno.readTextFile("/proc/net/tcp");
  const [line] = table.split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, address, , state]) =>
      state === LISTENING && parseInt(address!.split(":")[1]!, 16) === port
    );
  const [, waitingHex] = line![4]!.split(":");
  return parseInt(waitingHex!, 16);
}

Deno.test("everybody who comes at one moment finds room to wait", async () => {
  await using server = await startServer();
  const { hostname, port } = new URL(server.baseUrl);
  const address = { hostname, port: Number(port) };
  // Where the queue is full Linux lets one knock for minutes.
  const knock = () =>
    Deno.connect({ ...address, signal: AbortSignal.timeout(2_000) });
  Deno.kill(server.pid, "SIGSTOP");
  try {
    const knocks = await Promise.allSettled(
      Array.from({ length: CROWD }, knock),
    );
    equal(await waitingConnections(address.port), CROWD);
    for (const one of knocks) if (one.status === "fulfilled") one.value.close();
  } finally {
    Deno.kill(server.pid, "SIGCONT");
  }
  equal(await statusOf(`${server.baseUrl}/api/rtc/qlen`), 200);
});

Deno.test("a server out of descriptors goes on serving", async () => {
  await using server = await startServer({
    prefix: ["sh", "-c", `ulimit -n ${LIMIT}; exec "$@"`, "sh"],
  });
  await using sockets = await openSockets(server.baseUrl, LIMIT + 50);
  ok(sockets.conns.length > LIMIT / 2, "the flood must have got through");
  equal(await statusOf(`${server.baseUrl}/api/rtc/qlen`), 200);
  ok(server.output().includes("listening stopped, starting again"));
  equal(await server.stop(), 0);
});

Deno.test("readers who do not read leave no server dead", async () => {
  await using server = await startServer({
    prefix: ["sh", "-c", `ulimit -n ${LIMIT}; exec "$@"`, "sh"],
  });
  const page = await (await fetch(`${server.baseUrl}/chat`)).text();
  const script = /\/_fresh\/js\/\w+\/Chat\.js/.exec(page)![0];
  // Each answer holds a file open, too.
  const asked = `GET ${script} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(100);
  {
    await using _ = await openSockets(server.baseUrl, LIMIT + 50, asked);
    // A route that nobody asked for yet, whose module cannot be read now.
    await statusOf(`${server.baseUrl}/terms`, 3).catch(() => {});
  }
  equal(await statusOf(`${server.baseUrl}/api/rtc/qlen`), 200);
  match(server.output(), /Too many open files/);
  equal(await server.stop(), 0);
});

Deno.test("a refused body is not read to its end", async () => {
  await using server = await startServer();
  const { hostname, port } = new URL(server.baseUrl);
  using conn = await Deno.connect({ hostname, port: Number(port) });
  const head = "POST /api/monitoring/metrics HTTP/1.1\r\nHost: localhost\r\n" +
    "Content-Length: 2000000000\r\n\r\n";
  await conn.write(new TextEncoder().encode(head));
  const chunk = new Uint8Array(65_536);
  let sentBytes = 0;
  while (sentBytes < 2_000_000_000) {
    try {
      sentBytes += await conn.write(chunk);
    } catch {
      break;
    }
  }
  ok(sentBytes < 100_000_000, `${sentBytes} bytes were taken`);
});

/** Sends a request as it is and reads the whole answer. */
async function raw(baseUrl: string, text: string): Promise<string> {
  const { hostname, port } = new URL(baseUrl);
  const conn = await Deno.connect({ hostname, port: Number(port) });
  await conn.write(new TextEncoder().encode(text));
  return await new Response(conn.readable).text();
}

Deno.test("an odd Host changes no path, and gets JSON on /api", async () => {
  await using server = await startServer();
  for (
    const host of ["x/admin?", "x?", "x#", "a b", "[::1", "u@x", "", "éééé"]
  ) {
    const answer = await raw(
      server.baseUrl,
      `GET /api/rtc/qlen HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    match(answer, /^HTTP\/1\.1 400 /, host);
    match(answer, /\{"error":"bad-input","info":"Host: /, host);
  }
});
