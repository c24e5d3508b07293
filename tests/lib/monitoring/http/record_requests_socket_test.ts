import { deepEqual, equal, ok } from "node:assert/strict";
import { z } from "zod";
import { ApiError } from "@/lib/protocol/errors.ts";
import { readJson } from "@/lib/http/input.ts";
import { countingApp, rig } from "./helpers.ts";

const CHUNK = new Uint8Array(16 * 1024);

/** Serves an app on a free port; the stream never ends by itself. */
async function serve() {
  const it = await rig();
  const left = Promise.withResolvers<void>();
  const handler = countingApp(it.monitoring)
    .get("/endless", () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(CHUNK),
          cancel: () => left.resolve(),
        }),
      ))
    .get(
      "/silent",
      () =>
        new Response(new ReadableStream({ cancel: () => left.resolve() }), {
          headers: { "content-type": "text/event-stream" },
        }),
    )
    .get("/text", () => new Response("héllo"))
    .post("/json", async (ctx) => {
      try {
        await readJson(ctx.req, z.unknown());
        return new Response();
      } catch (error) {
        left.resolve();
        return (error as ApiError).toResponse();
      }
    })
    .handler();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen() {},
  }, handler);
  return {
    ...it,
    left: left.promise,
    baseUrl: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      it[Symbol.dispose]();
    },
  };
}

Deno.test("recordRequests() leaves an answer's declared length alone", async () => {
  await using site = await serve();
  const response = await fetch(`${site.baseUrl}/text`);
  equal(response.headers.get("content-length"), "6");
  equal(await response.text(), "héllo");
});

for (const path of ["/endless", "/silent"]) {
  Deno.test(`recordRequests() notices that a client left ${path}`, async () => {
    await using site = await serve();
    const { monitoring } = site;
    const hangUp = new AbortController();
    const response = await fetch(site.baseUrl + path, {
      signal: hangUp.signal,
    });
    equal(monitoring.recorder.activeCount, 1);
    if (path === "/endless") await response.body!.getReader().read();
    hangUp.abort();
    await site.left;
    await monitoring.flush();
    const { endpoints: [endpoint] } = await monitoring.reader.realtime();
    deepEqual(
      [endpoint!.totalRequests, endpoint!.abortedCount],
      [1, 1],
    );
    equal(monitoring.recorder.activeCount, 0);
    equal(endpoint!.totalOutbound % CHUNK.length, 0);
    ok((endpoint!.totalOutbound > 0) === (path === "/endless"));
  });
}

const brokenBodies = {
  declared: "content-length: 100\r\n\r\n0123456789",
  chunked: "transfer-encoding: chunked\r\n\r\na\r\n0123456789\r\n",
};
for (const [kind, rest] of Object.entries(brokenBodies)) {
  Deno.test(`recordRequests() counts a ${kind} body that breaks off as aborted`, async () => {
    await using site = await serve();
    const { hostname, port } = new URL(site.baseUrl);
    const connection = await Deno.connect({ hostname, port: Number(port) });
    const text = `POST /json HTTP/1.1\r\nhost: x\r\n${rest}`;
    await connection.write(new TextEncoder().encode(text));
    connection.close();
    await site.left;
    // By the time of another answer the middleware is done with this one.
    await (await fetch(`${site.baseUrl}/text`)).text();
    await site.monitoring.flush();
    const { endpoints } = await site.monitoring.reader.realtime();
    const broken = endpoints.find(({ endpoint }) => endpoint === "/json")!;
    deepEqual(
      [broken.statusClasses, broken.serverErrorCount, broken.abortedCount],
      [{ "4xx": 1 }, 0, 1],
    );
    ok(broken.totalInbound <= 10, "not what was declared, but what came");
  });
}
