import { equal } from "node:assert/strict";
import {
  App,
  createDefine,
  type FreshContext,
  HttpError,
  page,
  type PageProps,
  type RouteData,
} from "fresh";
import { attach, caller } from "./helpers.ts";

interface State {
  user: string;
}

const define = createDefine<State>();

const middleware = define.middleware([
  (ctx) => {
    ctx.state.user = "me";
    return ctx.next();
  },
  async (ctx) => await ctx.next(),
]);

const handler = define.handlers({
  GET: (ctx) => page({ greeting: `hello ${ctx.state.user}` }),
  async POST(ctx) {
    const body = await ctx.req.text();
    if (body === "") throw new HttpError(400, "Empty");
    return new Response(body);
  },
});

// What the types know is checked when this file is.
const Page = define.page<typeof handler>(({ data, state, url }) => (
  <p>{data.greeting.toUpperCase()} {state.user.length} {url.pathname}</p>
));

const Layout = define.layout(({ Component, state }) => (
  <main class={state.user}>
    <Component />
  </main>
));

const byFunction = define.handlers((ctx) => ctx.json(ctx.state.user));

Deno.test("createDefine() types the parts of an app", async () => {
  const app = await attach(new App<State>().fsRoutes(), {
    routes: {
      "_middleware": { handler: middleware },
      "_layout": { default: Layout },
      "index": { handler, default: Page },
      "api": { handler: byFunction },
    },
  });
  const call = caller(app);
  equal(
    /<body>(.*)<\/body>/.exec((await call("/")).text)?.[1],
    '<main class="me"><p>HELLO ME 2 /</p></main>',
  );
  equal((await call("POST /", { body: "x" })).text, "x");
  equal((await call("POST /")).text, "Empty");
  equal((await call("/api")).text, '"me"');
});

const greet = define.handlers(() => page({ name: "you" }));

Deno.test("a page knows the data of a handler that is a function", () => {
  const Page = define.page<typeof greet>(({ data }) => <p>{data.name}</p>);
  equal(typeof Page, "function");
});

Deno.test("the types fit what routes are written with", () => {
  const data: RouteData<typeof handler> = { greeting: "x" };
  const read = (ctx: FreshContext<State>): string => ctx.state.user;
  const show = ({ data }: PageProps<{ n: number }, State>) => <p>{data.n}</p>;
  equal(
    typeof data.greeting + typeof read + typeof show.name,
    "stringfunctionstring",
  );
  // deno-lint-ignore no-unused-vars
  const app = new App<State>()
    .onError("/in", { handler, component: Page })
    .onError("*", { component: ({ error }) => <p>{String(error)}</p> })
    .notFound((ctx) => new Response(read(ctx)));
});
