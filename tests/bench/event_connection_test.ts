import { equal, rejects } from "node:assert/strict";
import { EventConnection } from "./event_connection.ts";

/**
 * Takes one connection, answers by these pieces, one byte for each character,
 * and hangs up.
 *
 * @param hangUp What it waits for before it does. Default: nothing.
 */
function serve(pieces: readonly string[], hangUp?: Promise<void>) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const request = (async () => {
    using conn = await listener.accept();
    const buffer = new Uint8Array(1024);
    const length = await conn.read(buffer);
    for (const piece of pieces) {
      await conn.write(Uint8Array.from(piece, (char) => char.charCodeAt(0)));
      // So that the client has a turn to read this piece by itself.
      await new Promise<void>((resolve) => setTimeout(resolve));
    }
    await hangUp;
    return new TextDecoder().decode(buffer.subarray(0, length!));
  })();
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    request,
    [Symbol.dispose]: () => listener.close(),
  };
}

const HEAD = "HTTP/1.0 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";

Deno.test("EventConnection waits for the events it is asked for, in order", async () => {
  using server = serve([
    HEAD.slice(0, 20),
    `${HEAD.slice(20)}event: ready\ndata: {}\n\nevent: matched\n`,
    // A letter of two bytes, cut in half.
    'data: {"pairId":"\xc3',
    '\xbc"}\n\n: here\n\nevent: ice\ndata: 1\n\nevent: answer\ndata: 2\n\n',
  ]);
  using events = await EventConnection.open(server.baseUrl, "anon=x");
  equal(await events.next("matched"), '{"pairId":"ü"}');
  equal(await events.next("answer"), "2");
  await rejects(events.next("ice"), /Cannot await ice: closed/);
  const request = await server.request;
  equal(request.startsWith("GET /api/rtc/events HTTP/1.0\r\n"), true);
  equal(request.endsWith("\r\ncookie: anon=x\r\n\r\n"), true);
});

Deno.test("EventConnection gives what somebody waits for while the stream goes on", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  using server = serve([HEAD, "event: matched\ndata: 1\n\n"], promise);
  using events = await EventConnection.open(server.baseUrl, "anon=x");
  equal(await events.next("matched"), "1");
  resolve();
  await server.request;
});

Deno.test("EventConnection fails where it is refused", async () => {
  using server = serve(["HTTP/1.0 503 Service Unavailable\r\n\r\n"]);
  await rejects(EventConnection.open(server.baseUrl, "anon=x"), /503/);
  await server.request;
});

Deno.test("EventConnection fails where the server hangs up before it begins", async () => {
  using server = serve([]);
  await rejects(EventConnection.open(server.baseUrl, "anon=x"), /closed/);
  await server.request;
});

Deno.test("EventConnection tells who waits when it is hung up", async () => {
  using server = serve([HEAD]);
  const events = await EventConnection.open(server.baseUrl, "anon=x");
  const waiting = events.next("matched");
  events[Symbol.dispose]();
  await rejects(waiting, /Cannot await matched: closed/);
  await server.request;
});
