import { deepEqual, equal } from "node:assert/strict";
import { countedBody } from "@/lib/http/counted_body.ts";
import { TextStream } from "@/lib/signaling/text_stream.ts";

/** A stream that begins with `ab`, and all that happens to it. */
function watched() {
  const seen: (string | number)[] = [];
  const stream = new TextStream("ab", {
    onRoom: () => seen.push("room"),
    onEnd: () => seen.push("over"),
  });
  const body = countedBody(stream.body, {
    onBytes: (bytes) => seen.push(bytes),
    onEnd: (isAborted) => seen.push(isAborted ? "aborted" : "whole"),
  });
  const reader = body.getReader();
  const read = async () =>
    new TextDecoder().decode((await reader.read()).value);
  return { stream, body, reader, read, seen };
}

Deno.test("a text stream is counted as it is, with no other around it", () => {
  const { stream, body } = watched();
  equal(body, stream.body);
});

Deno.test("a text stream counts what is taken, and nothing before", async () => {
  const { stream, read, seen } = watched();
  stream.write("cde");
  deepEqual(seen, []);
  equal(await read(), "ab");
  equal(await read(), "cde");
  deepEqual(seen, [2, "room", 3, "room"]);
  const reading = read();
  stream.write(new TextEncoder().encode("f"));
  equal(await reading, "f");
  stream.write("not asked for");
  deepEqual(seen.filter((one) => one !== "room"), [2, 3, 1]);
});

Deno.test("a text stream has no room while four chunks wait", async () => {
  const { stream, read, seen } = watched();
  for (const text of ["c", "d"]) stream.write(text);
  equal(stream.hasRoom, true);
  for (const text of ["e", "f"]) stream.write(text);
  equal(stream.hasRoom, false);
  await read();
  deepEqual(seen, [2], "four wait still");
  await read();
  deepEqual(seen, [2, 1, "room"]);
  equal(stream.hasRoom, true);
});

Deno.test("a text stream that ends is read to its last chunk", async () => {
  const { stream, read, reader, seen } = watched();
  stream.write("c");
  stream.end();
  stream.end();
  stream.write("never said");
  deepEqual([stream.isOver, stream.hasRoom], [true, false]);
  deepEqual([await read(), await read()], ["ab", "c"]);
  equal((await reader.read()).done, true);
  deepEqual(seen, ["over", 2, 1, "whole"]);
});

Deno.test("a text stream that ends while it is waited for is whole", async () => {
  const { stream, read, reader, seen } = watched();
  await read();
  const reading = reader.read();
  stream.end();
  equal((await reading).done, true);
  deepEqual(seen.slice(-2), ["over", "whole"]);
});

Deno.test("a text stream that is hung up on is aborted, once", async () => {
  const { stream, read, reader, seen } = watched();
  stream.write("not taken");
  await read();
  await reader.cancel();
  stream.write("never said");
  stream.end();
  deepEqual(seen, [2, "room", "aborted", "over"]);
});

Deno.test("text streams take it when browsers hang up while they are told", async () => {
  const streams: TextStream[] = [];
  const server = Deno.serve({ port: 0, onListen() {} }, ({ url }) => {
    if (url.endsWith("/tell")) {
      for (const stream of streams) stream.write("anybody there?");
      return new Response();
    }
    const stream = new TextStream("hello", { onRoom() {}, onEnd() {} });
    streams.push(stream);
    return new Response(stream.body);
  });
  const ask = async (path: string) => {
    const conn = await Deno.connect({ port: server.addr.port });
    const head = `GET ${path} HTTP/1.0\r\nhost: a\r\n\r\n`;
    await conn.write(new TextEncoder().encode(head));
    return conn;
  };
  const listening = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const conn = await ask("/");
      await conn.read(new Uint8Array(1_000));
      return conn;
    }),
  );
  while (streams.some(({ isOver }) => !isOver)) {
    using teller = await ask("/tell");
    listening.pop()?.close();
    const head = new Uint8Array(20);
    await teller.read(head);
    equal(new TextDecoder().decode(head.subarray(9, 12)), "200");
  }
  await server.shutdown();
});
