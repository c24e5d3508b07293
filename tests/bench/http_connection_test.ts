import { deepEqual, equal, rejects } from "node:assert/strict";
import { HttpConnection } from "./http_connection.ts";

const NOTHING = "HTTP/1.1 204 No Content\r\n\r\n";

/**
 * Takes connections, one for each list: a request is answered by the next
 * piece of its list, and the connection closed after the last one.
 *
 * @returns What was received, a text for each request.
 */
async function serve(
  listener: Deno.TcpListener,
  connections: readonly (readonly string[])[],
): Promise<string[]> {
  const requests: string[] = [];
  const buffer = new Uint8Array(64 * 1024);
  for (const answers of connections) {
    using conn = await listener.accept();
    for (const answer of answers) {
      const length = await conn.read(buffer);
      requests.push(new TextDecoder().decode(buffer.subarray(0, length!)));
      await conn.write(new TextEncoder().encode(answer));
    }
  }
  return requests;
}

function listen() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const host = `127.0.0.1:${listener.addr.port}`;
  return { listener, host, baseUrl: `http://${host}` };
}

Deno.test("HttpConnection sends head and body as one piece", async () => {
  const { listener, host, baseUrl } = listen();
  using _listener = listener;
  const served = serve(listener, [Array(5).fill(NOTHING)]);
  {
    using connection = await HttpConnection.open(baseUrl);
    const tail = new TextEncoder().encode("1}");
    await connection.request("GET", "/a?b=c", { cookie: "anon=x" });
    await connection.request("POST", "/none");
    await connection.request("POST", "/json", { json: { text: "ü😀" } });
    await connection.request("POST", "/text", { text: '{"é":', tail });
    await connection.request("GET", "/more", { headers: "accept: */*\r\n" });
  }
  const at = `HTTP/1.1\r\nhost: ${host}\r\n`;
  deepEqual(await served, [
    `GET /a?b=c ${at}cookie: anon=x\r\n\r\n`,
    `POST /none ${at}content-length: 0\r\n\r\n`,
    `POST /json ${at}content-length: 17\r\n\r\n{"text":"ü😀"}`,
    `POST /text ${at}content-length: 8\r\n\r\n{"é":1}`,
    `GET /more ${at}accept: */*\r\n\r\n`,
  ]);
});

Deno.test("HttpConnection sends bodies above the size of its buffer", async () => {
  const { listener, baseUrl } = listen();
  using _listener = listener;
  const served = serve(listener, [[NOTHING]]);
  using connection = await HttpConnection.open(baseUrl);
  const text = "é".repeat(10_000);
  await connection.request("POST", "/", { text });
  equal((await served)[0]!.endsWith(`length: 20000\r\n\r\n${text}`), true);
});

Deno.test("HttpConnection reads answers that come in pieces, and large ones", async () => {
  const { listener, baseUrl } = listen();
  using _listener = listener;
  const body = "ü".repeat(20_000);
  const answer = "HTTP/1.1 200 OK\r\nset-cookie: a=1; Path=/\r\n" +
    `content-length: 40000\r\n\r\n${body}`;
  const served = (async () => {
    using conn = await listener.accept();
    const buffer = new Uint8Array(1024);
    await conn.read(buffer);
    const bytes = new TextEncoder().encode(answer);
    for (
      const [from, to] of [[0, 20], [20, 40], [40, 90], [90, bytes.length]]
    ) {
      for (let sent = from!; sent < to!;) {
        sent += await conn.write(bytes.subarray(sent, to));
      }
      // So that the client has a turn to read this piece by itself.
      await new Promise<void>((resolve) => setTimeout(resolve));
    }
    await conn.read(buffer);
    await conn.write(new TextEncoder().encode(NOTHING));
  })();
  using connection = await HttpConnection.open(baseUrl);
  const first = await connection.request("GET", "/");
  deepEqual(first, { status: 200, cookie: "a=1", body });
  const second = await connection.request("GET", "/");
  deepEqual(second, { status: 204, cookie: null, body: "" });
  await served;
});

Deno.test("HttpConnection connects again where an idle connection was cut", async () => {
  const { listener, baseUrl } = listen();
  using _listener = listener;
  const served = serve(listener, [[NOTHING], [NOTHING]]);
  using connection = await HttpConnection.open(baseUrl);
  await connection.request("POST", "/first", { text: "1" });
  equal(
    (await connection.request("POST", "/second", { text: "2" })).status,
    204,
  );
  deepEqual((await served).map((text) => text.at(-1)), ["1", "2"]);
});

Deno.test("HttpConnection fails where an answer is cut short", async () => {
  const { listener, baseUrl } = listen();
  using _listener = listener;
  const served = serve(listener, [["HTTP/1.1 200 OK\r\ncontent-le"]]);
  using connection = await HttpConnection.open(baseUrl);
  await rejects(connection.request("GET", "/"), Deno.errors.UnexpectedEof);
  await served;
});

Deno.test("HttpConnection refuses heads that it cannot send", async () => {
  const { listener, baseUrl } = listen();
  using _listener = listener;
  const served = serve(listener, [[NOTHING]]);
  using connection = await HttpConnection.open(baseUrl);
  for (const cookie of ["é=1", "a".repeat(3_000)]) {
    await rejects(connection.request("GET", "/", { cookie }), RangeError);
  }
  await connection.request("GET", "/");
  await served;
});

Deno.test("HttpConnection puts load on no other machine", async () => {
  await rejects(HttpConnection.open("http://192.0.2.1:80"), TypeError);
});
