import { deepEqual, equal } from "node:assert/strict";
import { App, type Method } from "fresh";
import { caller, hush } from "./helpers.ts";

const VERBS: Lowercase<Method>[] = [
  "get",
  "post",
  "put",
  "patch",
  "delete",
  "head",
];

Deno.test("each verb answers", async () => {
  const app = new App();
  for (const verb of VERBS) {
    app[verb as "get"]("/", () => new Response(verb));
    app[verb as "get"]("/x", () => new Response(verb));
  }
  const call = caller(app);
  for (const verb of VERBS) {
    const want = verb === "head" ? "" : verb;
    for (const path of ["/", "/x", "/x/"]) {
      const answer = await call(`${verb.toUpperCase()} ${path}`);
      deepEqual([answer.status, answer.text], [200, want]);
    }
  }
});

Deno.test("a method that is not there is 405, for the root middlewares as well", async (t) => {
  const seen: (string | null)[] = [];
  const app = new App()
    .use(async (ctx) => {
      seen.push(ctx.route);
      const response = await ctx.next().catch((error) => {
        equal(error, ctx.error);
        throw error;
      });
      response.headers.set("x-root", "1");
      return response;
    })
    .get("/a", (ctx) => ctx.text("a"))
    .post("/a", (ctx) => ctx.text("a"))
    .get("/u/:id", (ctx) => ctx.text("u"))
    .delete("/u/x", (ctx) => ctx.text("u"))
    .onError("*", () => new Response("page", { status: 405 }));
  const call = caller(app);
  for (
    const [request, status, allow] of [
      ["PUT /a", 405, null],
      ["PROPFIND /a", 405, null],
      ["OPTIONS /a", 204, "GET, POST"],
      ["POST /u/1", 405, null],
      ["GET /u/x", 405, null],
    ] as const
  ) {
    await t.step(request, async () => {
      seen.length = 0;
      const answer = await call(request);
      deepEqual([answer.status, answer.headers.get("allow")], [status, allow]);
      // An error page comes from outside of the middlewares.
      equal(answer.headers.get("x-root"), status === 204 ? "1" : null);
      equal(seen.length, 1);
      equal(typeof seen[0], "string");
    });
  }
});

Deno.test("a 405 without error page says so in text", async () => {
  const call = caller(new App().get("/", (ctx) => ctx.text("")));
  const answer = await call("POST /");
  deepEqual([answer.status, answer.text], [405, "Method Not Allowed"]);
});

Deno.test("HEAD is answered by GET without the body", async () => {
  const app = new App()
    .get("/a", () => new Response("body", { status: 201, headers: { x: "1" } }))
    .get("/b", () => new Response("get"))
    .head("/b", () => new Response(null, { headers: { x: "head" } }));
  const call = caller(app);
  const { status, headers, text } = await call("HEAD /a");
  deepEqual([status, headers.get("x"), text], [201, "1", ""]);
  equal((await call("HEAD /b")).headers.get("x"), "head");
});

Deno.test("HEAD of a body that somebody else reads is a 500", async () => {
  const app = new App().get("/", () => {
    const response = new Response("body");
    response.body!.getReader();
    return response;
  });
  const said = await hush("error", async () => {
    equal((await caller(app)("HEAD /")).status, 500);
  });
  equal(said.length, 1);
});
