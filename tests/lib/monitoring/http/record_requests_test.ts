import { deepEqual, equal } from "node:assert/strict";
import { HttpError } from "fresh";
import { countingApp, type Rig, rig } from "./helpers.ts";

const ask = (path: string, init?: RequestInit) =>
  new Request(`http://localhost${path}`, init);

async function endpoints({ monitoring }: Rig) {
  await monitoring.flush();
  return (await monitoring.reader.realtime()).endpoints;
}

Deno.test("recordRequests() labels by pattern, never by path", async () => {
  using it = await rig();
  const handler = countingApp(it.monitoring)
    .get("/call/:id", () => new Response("ok"))
    .use((ctx) =>
      ctx.url.pathname === "/logo.svg" ? new Response("<svg/>") : ctx.next()
    ).handler();
  for (const path of ["/call/1", "/call/2", "/nowhere/3", "/logo.svg"]) {
    await (await handler(ask(path))).bytes();
  }
  equal(it.monitoring.recorder.activeCount, 0);
  await (await handler(ask("/nowhere/4", { method: "BREW" }))).bytes()
    .catch(() => {});
  const names = (await endpoints(it)).map((e) => `${e.method} ${e.endpoint}`);
  deepEqual(names.sort(), [
    "GET /call/:id",
    "GET __static__",
    "GET __unmatched__",
    "_OTHER __unmatched__",
  ]);
});

Deno.test("recordRequests() calls what was refused before the router no file", async () => {
  using it = await rig();
  const handler = countingApp(it.monitoring)
    .use(() => new Response(null, { status: 400 })).handler();
  await handler(ask("/a b"));
  deepEqual((await endpoints(it)).map(({ endpoint }) => endpoint), [
    "__unmatched__",
  ]);
});

Deno.test("recordRequests() counts an error that nobody answered", async () => {
  using it = await rig();
  const handler = countingApp(it.monitoring)
    .get("/bug", () => {
      throw new Error("oops");
    })
    .get("/gone", () => {
      throw new HttpError(410);
    }).handler();
  equal((await handler(ask("/bug"))).status, 500);
  equal((await handler(ask("/gone"))).status, 410);
  const list = await endpoints(it);
  deepEqual(
    list.map((e) => [e.endpoint, e.statusClasses, e.serverErrorCount]),
    [["/bug", { "5xx": 1 }, 1], ["/gone", { "4xx": 1 }, 0]],
  );
  equal(it.monitoring.recorder.activeCount, 0);
});

Deno.test("recordRequests() follows a stream to its end or a hang-up", async () => {
  using it = await rig();
  const handler = countingApp(it.monitoring).get(
    "/s",
    () =>
      new Response(ReadableStream.from([
        ...Array.from({ length: 10 }, () => new Uint8Array(100)),
      ])),
  ).handler();
  const whole = await handler(ask("/s"));
  equal(it.monitoring.recorder.activeCount, 1);
  equal((await whole.bytes()).length, 1000);
  const cut = (await handler(ask("/s"))).body!.getReader();
  await cut.read();
  await cut.cancel();
  const [endpoint] = await endpoints(it);
  equal(endpoint!.totalRequests, 2);
  equal(endpoint!.abortedCount, 1);
  equal(endpoint!.totalOutbound, 1100);
  equal(it.monitoring.recorder.activeCount, 0);
});

Deno.test("recordRequests() counts an event stream when it opens", async () => {
  using it = await rig();
  const handler = countingApp(it.monitoring).get("/events", () =>
    new Response(
      new ReadableStream({
        start: (c) => c.enqueue(new TextEncoder().encode("data: 1\n\n")),
      }),
      { headers: { "content-type": "text/event-stream" } },
    )).handler();
  const reader = (await handler(ask("/events"))).body!.getReader();
  await reader.read();
  it.clock.advance(60_000);
  const [open] = await endpoints(it);
  deepEqual(
    [open!.totalRequests, open!.totalOutbound, open!.abortedCount],
    [1, 9, 0],
  );
  await reader.cancel();
  const [closed] = await endpoints(it);
  deepEqual([closed!.totalRequests, closed!.abortedCount], [1, 1]);
  equal(closed!.maxResponseTime! < 60_000, true);
});

Deno.test("recordRequests() counts distinct visitors", async () => {
  using it = await rig();
  const handler = countingApp(it.monitoring)
    .get("/", () => new Response("ok")).handler();
  for (const visitor of ["a", "b", "a", null]) {
    await handler(
      ask("/", { headers: visitor === null ? {} : { "x-visitor": visitor } }),
    );
  }
  await it.monitoring.flush();
  equal((await it.monitoring.reader.realtime()).summary.visitors, 2);
});

Deno.test("recordRequests() passes on what it was given", async () => {
  using it = await rig();
  const handler = countingApp(it.monitoring)
    .get("/", () =>
      new Response(new Blob(["abc"]).stream(), {
        status: 207,
        statusText: "So So",
        headers: { "x-a": "b", "set-cookie": "c=d" },
      })).handler();
  const response = await handler(ask("/"));
  deepEqual(
    [response.status, response.statusText, await response.text()],
    [207, "So So", "abc"],
  );
  deepEqual(
    [response.headers.get("x-a"), response.headers.getSetCookie()],
    ["b", ["c=d"]],
  );
});

Deno.test("an unknown path costs no series, ten thousand of them one", async () => {
  using it = await rig();
  const handler = countingApp(it.monitoring).handler();
  for (let i = 0; i < 10_000; i++) {
    await handler(ask(`/${crypto.randomUUID()}`));
  }
  deepEqual(
    (await endpoints(it)).map((e) => [e.endpoint, e.totalRequests]),
    [["__unmatched__", 10_000]],
  );
});
