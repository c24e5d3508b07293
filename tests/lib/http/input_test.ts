import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { z } from "zod";
import { ApiError } from "@/lib/protocol/errors.ts";
import { isBrokenOff } from "@/lib/http/body_bytes.ts";
import { readForm, readJson } from "@/lib/http/input.ts";
import { StallClock } from "@/lib/http/stall_clock.ts";

const schema = z.object({ a: z.number().default(1) });

function post(body: BodyInit | null, headers: HeadersInit = {}): Request {
  return new Request("http://localhost/", { method: "POST", body, headers });
}

/** A body of these chunks; one that is `null` breaks it off. */
function chunks(...parts: (string | null)[]): ReadableStream {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      const part = parts.shift();
      if (part === undefined) controller.close();
      else if (part === null) controller.error(new Error("connection closed"));
      else controller.enqueue(encoder.encode(part));
    },
  });
}

const refused = (code: string) => (error: unknown) =>
  error instanceof ApiError && error.code === code;

Deno.test("readJson() takes no body and an empty one for {}", async () => {
  deepEqual(await readJson(post(null), schema), { a: 1 });
  deepEqual(await readJson(post(chunks()), schema), { a: 1 });
  const declared = { "content-length": "0" };
  deepEqual(await readJson(post("", declared), schema), { a: 1 });
});

for (const count of [1, 5, 6, 20_000]) {
  Deno.test(`readJson() takes ${count} blanks for no JSON`, async () => {
    const text = "\n".padStart(count);
    const declared = { "content-length": String(count) };
    for (const request of [post(text), post(text, declared)]) {
      const reading = readJson(request, schema, { limitBytes: 50_000 });
      await rejects(reading, {
        code: "bad-input",
        message: "body: not valid JSON",
      });
    }
  });
}

Deno.test("readJson() puts a streamed body together, split characters too", async () => {
  const text = z.object({ a: z.string() });
  const bytes = new TextEncoder().encode('{"a":"é"}');
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice(0, 7));
      controller.enqueue(bytes.slice(7));
      controller.close();
    },
  });
  deepEqual(await readJson(post(body), text), { a: "é" });
});

for (const declared of [true, false]) {
  const how = declared ? "declared" : "streamed";
  const options = { limitBytes: 10 };
  Deno.test(`readJson() takes a ${how} body up to its limit, and no more`, async () => {
    const request = (text: string) =>
      declared
        ? post(text, { "content-length": String(text.length) })
        : post(chunks(text.slice(0, 4), text.slice(4)));
    deepEqual(await readJson(request('{"a":1234}'), schema, options), {
      a: 1234,
    });
    await rejects(
      readJson(request('{"a":12345}'), schema, options),
      refused("too-large"),
    );
  });

  Deno.test(`readJson() blames the client for a ${how} body that breaks off`, async () => {
    const headers: HeadersInit = declared ? { "content-length": "9" } : {};
    const request = post(chunks('{"a":', null), headers);
    await rejects(readJson(request, schema), refused("bad-input"));
  });
}

Deno.test("readForm() reads fields of a form", async () => {
  const form = await readForm(post("password=a%20b&x=1"));
  equal(form.get("password"), "a b");
});

const anything = z.unknown();

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

Deno.test("readJson() refuses what is nested deeper than anybody needs", async () => {
  const post = (body: string) =>
    readJson(new Request("http://x/", { method: "POST", body }), anything, {
      limitBytes: 100_000,
    });
  deepEqual(await post(nested(3)), [[[]]]);
  await post(nested(17));
  await post(`{"a":${nested(16)}}`);
  for (const levels of [18, 4_000, 40_000]) {
    await rejects(post(nested(levels)), { code: "bad-input" });
    await rejects(post(`{"a":[1,${nested(levels - 2)}]}`), {
      code: "bad-input",
    });
  }
});

for (
  const declared of [
    ["content-length", "100"],
    ["content-length", "20000"],
    null,
  ]
) {
  Deno.test(`readJson() gives up on a body that stalls, ${declared ?? "chunked"}`, async () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
    });
    const req = new Request("http://x/", {
      method: "POST",
      body,
      headers: declared === null ? [] : [declared as [string, string]],
    });
    const clock = new StallClock();
    const reading = readJson(req, anything, { clock, limitBytes: 50_000 });
    // A body that is there already is not watched.
    await undefined;
    equal(clock.waitCount, 1);
    for (let i = 0; i <= 30; i++) clock.tick();
    await rejects(reading, {
      code: "bad-input",
      message: "body: did not arrive whole",
    });
    equal(isBrokenOff(req), true);
    equal(clock.waitCount, 0);
  });
}

/** A body of so many parts, before each of which so many ticks pass. */
function slowly(
  parts: string[],
  ticks: number,
  clock: StallClock,
  headers: HeadersInit = {},
): Request {
  const body = new ReadableStream({
    pull(controller) {
      for (let i = 0; i < ticks; i++) clock.tick();
      const part = parts.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(part));
    },
  }, { highWaterMark: 0 });
  return post(body, headers);
}

Deno.test("readJson() reads on while bytes come now and then, but not for ever", async () => {
  const clock = new StallClock();
  const patient = slowly(["{", '"a"', ": 2", "}"], 24, clock);
  deepEqual(await readJson(patient, schema, { clock }), { a: 2 });
  equal(clock.waitCount, 0);
  const long = ["{", " ".repeat(19_994), '"a"', ":2", "}"];
  const declared = slowly(long, 20, clock, { "content-length": "20001" });
  const options = { clock, limitBytes: 20_001 };
  deepEqual(await readJson(declared, schema, options), { a: 2 });
  const parts = Array.from({ length: 1_000 }, () => " ");
  const endless = slowly(parts, 24, clock);
  await rejects(readJson(endless, schema, { clock }), refused("bad-input"));
  // After the sixth part it took more than four waits.
  equal(parts.length, 1_000 - 6);
  equal(clock.waitCount, 0);
});

for (const [how, text] of [["short", "{}"], ["whole", '{"a":2}']] as const) {
  for (const declared of [true, false]) {
    const what = `${how} ${declared ? "declared" : "streamed"} body`;
    Deno.test(`readJson() waits no longer once a ${what} came or broke off`, async () => {
      const clock = new StallClock();
      const headers: HeadersInit = declared
        ? { "content-length": String(text.length) }
        : {};
      const read = (...parts: (string | null)[]) =>
        readJson(post(chunks(...parts), headers), schema, { clock });
      await read(text);
      equal(clock.waitCount, 0);
      await rejects(read(text, null), refused("bad-input"));
      equal(clock.waitCount, 0);
    });
  }
}

Deno.test("readJson() refuses what is no JSON, however it is read", async () => {
  for (const text of ["{", '{"a":1', "nonsense", '{"a":1}}']) {
    const declared = { "content-length": String(text.length) };
    for (const headers of [declared, {}]) {
      await rejects(readJson(post(text, headers), schema), {
        code: "bad-input",
        message: "body: not valid JSON",
      });
    }
  }
});

/** Collects garbage, and tells what is left of the heap. */
function heapBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return getHeapStatistics().used_heap_size;
}

Deno.test("readJson() keeps no long text while its request is answered", async () => {
  const [count, sizeBytes] = [100, 15_000];
  const allRead = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  let readCount = 0;
  await using server = Deno.serve({ port: 0, onListen() {} }, async (req) => {
    await readJson(req, z.object({}));
    if (++readCount === 2 * count) allRead.resolve();
    if (readCount > count) await answer.promise;
    return new Response();
  });
  const body = JSON.stringify({ pad: "x".repeat(sizeBytes) });
  const request = new TextEncoder().encode(
    `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  // From its second request on, a connection has the body there at once.
  const connections = await Promise.all(
    Array.from({ length: count }, async () => {
      const connection = await Deno.connect({ port: server.addr.port });
      await connection.write(request);
      await connection.read(new Uint8Array(1_000));
      return connection;
    }),
  );
  const before = heapBytes();
  await Promise.all(connections.map((each) => each.write(request)));
  await allRead.promise;
  const kept = heapBytes() - before;
  answer.resolve();
  for (const connection of connections) connection.close();
  ok(kept < count * sizeBytes / 2, `${kept} bytes kept`);
});
