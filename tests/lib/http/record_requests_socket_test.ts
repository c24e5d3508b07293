import { deepEqual, equal, ok } from "node:assert/strict";
import { countingApp, rig } from "@/tests/lib/monitoring/http_helpers.ts";

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
