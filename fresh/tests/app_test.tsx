import { deepEqual, equal, match } from "node:assert/strict";
import {
  App,
  type Context,
  HttpError,
  type Middleware,
  type PageProps,
} from "fresh";
import { attach, caller, hush } from "./helpers.ts";

Deno.test("use() runs middlewares in order, and lets one answer", async () => {
  const app = new App<{ text: string }>()
    .use((ctx) => {
      ctx.state.text = "a";
      return ctx.next();
    })
    .use((ctx) => {
      ctx.state.text += "b";
      return ctx.next();
    }, (ctx) => ctx.text(ctx.state.text))
    .get("/", () => new Response("never"));
  equal((await caller(app)("/")).text, "ab");
});

Deno.test("use() with a path runs for it and below only", async (t) => {
  const app = new App()
    .use("/foo", async (ctx) => {
      const response = await ctx.next();
      response.headers.set("x-seen", "1");
      return response;
    });
  for (const path of ["/foo", "/foo/a", "/foox", "/foo/:id/x"]) {
    app.get(path, (ctx) => ctx.text("ok"));
  }
  const call = caller(app);
  for (
    const [path, want] of [
      ["/foo", "1"],
      ["/foo/", "1"],
      ["/foo/a", "1"],
      ["/foo/3/x", "1"],
      ["/foox", null],
      ["/foo/none", null],
    ] as const
  ) {
    await t.step(path, async () => {
      equal((await call(path)).headers.get("x-seen"), want);
    });
  }
});

Deno.test("a middleware after a route does not affect it", async () => {
  const app = new App()
    .get("/", (ctx) => ctx.text("ok"))
    .use(() => new Response("late"));
  equal((await caller(app)("/")).text, "ok");
});

Deno.test("concurrent requests do not interfere", async () => {
  const ids = Array.from({ length: 20 }, (_, i) => String(i));
  const { promise: allAreHere, resolve } = Promise.withResolvers<void>();
  let hereCount = 0;
  const app = new App<{ id: string }>()
    .use(async (ctx) => {
      ctx.state.id = ctx.url.searchParams.get("id") ?? "";
      if (++hereCount === ids.length) resolve();
      await allAreHere;
      return await ctx.next();
    })
    .get("/", (ctx) => ctx.text(ctx.state.id));
  const call = caller(app);
  const answers = await Promise.all(ids.map((id) => call(`/?id=${id}`)));
  deepEqual(answers.map(({ text }) => text), ids);
});

Deno.test("what a middleware puts in ctx.next is for itself alone", async () => {
  let runs = 0;
  const app = new App()
    .use((ctx) => {
      const { next } = ctx;
      ctx.next = () => {
        runs++;
        return next();
      };
      return ctx.next();
    })
    .use((ctx) => ctx.next())
    .get("/", () => new Response("end"));
  equal((await caller(app)("/")).text, "end");
  equal(runs, 1);
});

Deno.test("a next() that was kept runs the same steps each time", async () => {
  const seen: string[] = [];
  const app = new App()
    .use(async ({ next }) => {
      await next();
      return await next();
    })
    .use((ctx) => {
      seen.push("inner");
      return ctx.next();
    })
    .get("/", () => {
      seen.push("route");
      return new Response("end");
    });
  equal((await caller(app)("/")).text, "end");
  deepEqual(seen, ["inner", "route", "inner", "route"]);
});

Deno.test("an error is the same object at every level", async () => {
  for (const thrown of [new Error("x"), "text", new HttpError(409)]) {
    const seen: unknown[] = [];
    const watch: Middleware<unknown> = async (ctx) => {
      try {
        return await ctx.next();
      } catch (error) {
        seen.push(error, ctx.error);
        throw error;
      }
    };
    const app = new App().use(watch).use(watch).get("/", () => {
      throw thrown;
    });
    const said = await hush("error", async () => {
      const answer = await caller(app)("/");
      const isHttp = thrown instanceof HttpError;
      equal(answer.status, isHttp ? 409 : 500);
      equal(answer.text, isHttp ? "Conflict" : "Internal server error");
    });
    deepEqual(seen, [thrown, thrown, thrown, thrown]);
    equal(said.length, thrown instanceof HttpError ? 0 : 1);
  }
});

Deno.test("what is not a Response is a 500", async () => {
  const app = new App().get("/", () => ({}) as never)
    .use(() => undefined as never).get("/b", () => new Response());
  const said = await hush("error", async () => {
    equal((await caller(app)("/")).status, 500);
    equal((await caller(app)("/b")).status, 500);
  });
  equal(said.length, 2);
});

Deno.test("notFound() answers unmatched URLs and thrown 404s", async () => {
  const app = new App()
    .notFound((ctx) =>
      ctx.text(`none: ${ctx.error ?? "no route"}`, { status: 404 })
    )
    .onError("*", (ctx) => ctx.text(`error: ${ctx.error}`, { status: 500 }))
    .onError("/in", () => new Response("inner"))
    .get("/in/gone", () => Promise.reject(new HttpError(404)))
    .get("/in/broken", () => Promise.reject(new Error("x")))
    .get("/broken", () => Promise.reject("x"))
    .get("/next", (ctx) => ctx.next());
  const call = caller(app);
  for (
    const [path, status, text] of [
      ["/nope", 404, "none: no route"],
      ["/next", 404, "none: HttpError"],
      ["/in/gone", 404, "none: HttpError"],
      ["/in/broken", 200, "inner"],
      ["/broken", 500, "error: x"],
    ] as const
  ) {
    const answer = await call(path);
    deepEqual([answer.status, answer.text], [status, text]);
  }
});

Deno.test("a notFound page that leaves a verb to what comes next is no error of ours", async () => {
  const app = new App().notFound({ handler: { POST: () => new Response() } });
  const call = caller(app);
  equal((await call("/nope")).status, 404);
  equal((await call("/nope", { method: "POST" })).status, 200);
});

Deno.test("an error route that throws hands over to the outer one", async () => {
  const app = new App()
    .use((ctx) => ctx.next())
    .onError("*", (ctx) => ctx.text(`outer ${ctx.error}`))
    .onError("/a", () => {
      throw "again";
    })
    .use("/a", (ctx) => ctx.next())
    .get("/a/b", () => {
      throw "first";
    });
  equal((await caller(app)("/a/b")).text, "outer again");
});

Deno.test("onError() also takes what the segment's middlewares throw", async () => {
  const app = new App()
    .onError("*", (ctx) => ctx.text("page", { status: 403 }))
    .use(() => {
      throw new HttpError(403);
    })
    .get("/", () => new Response());
  equal((await caller(app)("/")).text, "page");
});

Deno.test("error and 404 pages come from outside of the root middlewares", async () => {
  const app = new App()
    .use(async (ctx) => {
      const response = await ctx.next();
      response.headers.set("x-root", "1");
      return response;
    })
    .notFound(() => new Response(null, { status: 404 }))
    .onError("*", () => new Response(null, { status: 500 }))
    .get("/broken", () => {
      throw new Error("x");
    });
  const call = caller(app);
  equal((await call("/nope")).headers.get("x-root"), null);
  equal((await call("/broken")).headers.get("x-root"), null);
});

Deno.test("a thrown 404 becomes a page behind the segment's middlewares", async () => {
  const app = new App()
    .notFound(() => new Response("page", { status: 404 }))
    .use("/api", async (ctx) => {
      try {
        return await ctx.next();
      } catch {
        return ctx.json({ error: "no" });
      }
    })
    .get("/api/x", () => {
      throw new HttpError(404);
    })
    .get("/api/in/x", () => {
      throw new HttpError(404);
    });
  equal((await caller(app)("/api/x")).text, "page");
  equal((await caller(app)("/api/in/x")).text, "page");
});

Deno.test("a middleware that renders does so in its own segment", async () => {
  const around = (name: string) => ({ Component }: PageProps) => (
    <>
      {name}(<Component />)
    </>
  );
  const app = await attach(new App().fsRoutes(), {
    routes: {
      "_app": { default: around("app") },
      "_layout": { default: around("root") },
      "_middleware": {
        handler: (ctx: Context<unknown>) =>
          ctx.next().catch(() => ctx.render(<>sorry</>)),
      },
      "in/_layout": { default: around("in") },
      "in/broken": { handler: () => Promise.reject(new Error("x")) },
      "alone": {
        handler: () => Promise.reject(new Error("x")),
        config: { skipAppWrapper: true, skipInheritedLayouts: true },
      },
      "in/fine": { handler: (ctx: Context<unknown>) => ctx.render(<>fine</>) },
    },
  });
  const call = caller(app);
  match((await call("/in/fine")).text, /app\(root\(in\(fine\)\)\)/);
  match((await call("/in/broken")).text, /app\(root\(sorry\)\)/);
  match((await call("/alone")).text, /app\(root\(sorry\)\)/);
});

Deno.test("handler() takes who asks, and makes it up without", async () => {
  const handler = new App()
    .get("/", (ctx) => ctx.json(ctx.info.remoteAddr))
    .handler();
  const info = {
    remoteAddr: { transport: "tcp", hostname: "1.2.3.4", port: 5 },
    completed: Promise.resolve(),
  } as const;
  const request = () => new Request("http://localhost/");
  equal((await (await handler(request(), info)).json()).hostname, "1.2.3.4");
  equal((await (await handler(request())).json()).hostname, "localhost");
});

Deno.test("listen() serves on the port it is given", async () => {
  const abort = new AbortController();
  const app = new App().get("/", (ctx) => ctx.text("up"));
  const { promise, resolve } = Promise.withResolvers<number>();
  const listening = app.listen({
    port: 0,
    signal: abort.signal,
    onListen: ({ port }) => resolve(port),
  });
  const response = await fetch(`http://localhost:${await promise}/`);
  equal(await response.text(), "up");
  abort.abort();
  await listening;
});
