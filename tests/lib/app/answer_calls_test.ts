import { equal, rejects } from "node:assert/strict";
import { App } from "fresh";
import { answerCalls } from "@/lib/app/answer_calls.ts";
import type { State } from "@/lib/app/define.ts";
import { BrokenOff } from "@/lib/http/break_off.ts";
import { testServices } from "@/tests/helpers.ts";

Deno.test("a call whose headers refuse to be changed fails, and is counted", async () => {
  using services = await testServices();
  const { loadGate, httpMonitoring: { recorder } } = services;
  const handle = new App<State>()
    .use(answerCalls(services, {
      refuseForeign: (ctx) => ctx.next(),
      aroundPages: [],
    }))
    .get("/api/moved", () => Response.redirect("http://x/"))
    .handler();
  const response = await handle(new Request("http://x/api/moved"));
  equal(response.status, 500);
  equal((await response.json()).error, "internal");
  equal(response.headers.get("cache-control"), "no-store");
  equal(recorder.bufferedRequests, 1);
  equal(recorder.activeCount, 0);
  equal(loadGate.load.underWay, 0);
});

Deno.test("what is around pages runs in turn, and not around calls", async () => {
  using services = await testServices();
  const order: string[] = [];
  const around = (name: string) => (ctx: { next(): Promise<Response> }) => {
    order.push(name);
    return ctx.next();
  };
  const handle = new App<State>()
    .use(answerCalls(services, {
      refuseForeign: around("refuse"),
      aroundPages: [around("one"), around("two")],
    }))
    .get("/page", () => new Response(`page after ${order}`))
    .get("/api/call", () => new Response(`call after ${order}`))
    .handler();
  const page = await handle(new Request("http://x/page"));
  equal(await page.text(), "page after one,two");
  order.length = 0;
  const call = await handle(new Request("http://x/api/call"));
  equal(await call.text(), "call after refuse");
  equal(services.httpMonitoring.recorder.activeCount, 0);
});

for (const path of ["/api/call", "/page"]) {
  Deno.test(`a flood that ${path} refuses ends its connection, and is counted`, async () => {
    using services = await testServices();
    const { recorder } = services.httpMonitoring;
    const handle = new App<State>()
      .use(answerCalls(services, {
        refuseForeign: (ctx) => ctx.next(),
        aroundPages: [],
      }))
      .post(path, () => new Response("too much", { status: 413 }))
      .handler();
    const headers = { "content-length": String(2 * 1024 * 1024) };
    const response = await handle(
      new Request(`http://x${path}`, { method: "POST", headers }),
    );
    equal(response.status, 413);
    equal(response.headers.get("connection"), "close");
    await rejects(response.text(), BrokenOff);
    equal(recorder.bufferedRequests, 1);
    equal(recorder.activeCount, 0);
  });
}
