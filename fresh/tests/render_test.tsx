import { computed, signal } from "@preact/signals";
import { deepEqual, equal, match } from "node:assert/strict";
import type { VNode } from "preact";
import { App, type PageProps } from "fresh";
import { Head } from "fresh/runtime";
import { attach, BUILD_ID, caller, hush } from "./helpers.ts";

// deno-lint-ignore no-explicit-any
type AnyProps = any;

function Box({ children }: AnyProps) {
  return <div class="box">{children}</div>;
}
function Hidden(_props: AnyProps) {
  return <i>hidden</i>;
}
function Outer() {
  return (
    <section>
      <Hidden n={1} />
    </section>
  );
}

const islands = { Box: { default: Box }, Others: { Hidden, Outer } };

/** Renders a page at `path`. */
async function render(vnode: VNode | (() => VNode), path = "/") {
  const app = await attach(
    new App()
      .get(
        "/*",
        (ctx) => ctx.render(typeof vnode === "function" ? vnode() : vnode),
      ),
    { islands },
  );
  return await caller(app)(path);
}

/** Returns what is in the body of a page. */
async function bodyOf(vnode: VNode, path?: string): Promise<string> {
  const { text } = await render(vnode, path);
  return /<body>(.*)<\/body>/s.exec(text)?.[1] ?? text;
}

Deno.test("html, head and body are supplied where they are missing", async () => {
  const supplied =
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><p>x</p></body></html>';
  equal((await render(<p>x</p>)).text, supplied);
  const own = (
    <html lang="en">
      <head>
        <title>t</title>
      </head>
      <body class="b">
        <p>x</p>
      </body>
    </html>
  );
  equal(
    (await render(own)).text,
    '<!DOCTYPE html><html lang="en"><head><title>t</title></head><body class="b"><p>x</p></body></html>',
  );
});

Deno.test("init gives status and headers", async () => {
  const app = new App().get("/", (ctx) =>
    ctx.render(<p />, {
      status: 418,
      statusText: "teapot",
      headers: [["x", "1"], ["content-type", "no"]],
    }));
  const { status, headers } = await caller(app)("/");
  deepEqual([status, headers.get("x")], [418, "1"]);
  equal(headers.get("content-type"), "text/html; charset=utf-8");
});

/** A wrapper whose head has something of everything. */
function Wrapper({ Component }: PageProps) {
  return (
    <html>
      <head>
        <title>old</title>
        <meta name="description" content="old" />
        <link rel="canonical" href="/old" />
        <style key="k">{`a{}`}</style>
      </head>
      <body>
        <Component />
      </body>
    </html>
  );
}

/** What a page wants in the head, and a body. */
const Wishes = () => (
  <>
    <Head>
      <title>new {1}</title>
      <meta name="description" content="new" />
      <meta name="author" content="me" />
      <link rel="canonical" href="/new" />
      <style key="k">{`b{}`}</style>
      <style id="one">{`c{}`}</style>
      <style id="one">{`d{}`}</style>
    </Head>
    <main>x</main>
  </>
);

Deno.test("Head replaces what the wrapper has, and adds the rest", async () => {
  const app = await attach(new App().fsRoutes(), {
    routes: { "_app": { default: Wrapper }, "index": { default: Wishes } },
  });
  const { text } = await caller(app)("/");
  const head = text.replace(/ nonce="\w{32}"/g, "");
  equal(
    /<head>(.*)<\/head>/.exec(head)?.[1],
    '<title>new 1</title><meta name="description" content="new"/>' +
      '<link rel="canonical" href="/new"/><style data-key="k">b{}</style>' +
      '<meta name="author" content="me"/><style id="one">d{}</style>',
  );
  equal(/<body>(.*)<\/body>/.exec(text)?.[1], "<main>x</main>");
});

Deno.test("Head comes too late in one pass with the document", async () => {
  const { text } = await render(
    <html>
      <head />
      <body>
        <Wishes />
      </body>
    </html>,
  );
  equal(text.includes("new"), false);
});

Deno.test("Head works where the page has no head, and with components", async () => {
  const Title = () => <title>from below</title>;
  const { text } = await render(
    <Head>
      <Title />
    </Head>,
  );
  match(
    text,
    /<head><meta charset="utf-8"\/><title>from below<\/title><\/head>/,
  );
});

Deno.test("scripts and styles get the page's nonce, unless they have one", async () => {
  const Page = () => (
    <div>
      <script>1</script>
      <style>{`a{}`}</style>
      <script nonce="own">2</script>
    </div>
  );
  const body = await bodyOf(<Page />);
  const nonces = [...body.matchAll(/nonce="(\w+)"/g)].map(([, nonce]) => nonce);
  match(nonces[0]!, /^[0-9a-f]{32}$/);
  deepEqual(nonces, [nonces[0], nonces[0], "own"]);
});

Deno.test("links to the page and above are marked", async (t) => {
  const CURRENT = 'data-current="true" aria-current="page"';
  const ANCESTOR = 'data-ancestor="true" aria-current="true"';
  for (
    const [href, path, want] of [
      ["/a", "/a", CURRENT],
      ["/a/", "/a", CURRENT],
      ["/a", "/a?x=1", CURRENT],
      ["/a?x=1", "/a?x=1", CURRENT],
      ["/a?x=2", "/a?x=1", ANCESTOR],
      ["/a", "/a/b", ANCESTOR],
      ["/", "/a/b", ANCESTOR],
      ["/b", "/a/b", ""],
      ["/a", "/ab", ""],
      ["https://x.com/a", "/a", ""],
    ] as const
  ) {
    await t.step(`${href} at ${path}`, async () => {
      const Link = () => <a href={href}>x</a>;
      const body = await bodyOf(<Link />, path);
      equal(
        body.replace(/ href="[^"]*"/, "").trim(),
        `<a ${want}>x</a>`.replace(" >", ">"),
      );
    });
  }
  const own = await bodyOf(<a href="/a" aria-current="step">x</a>, "/a");
  match(own, /aria-current="step"/);
});

Deno.test("a link that a handler wrote before its page is not marked", async () => {
  equal(await bodyOf(<a href="/">x</a>), '<a href="/">x</a>');
});

Deno.test("pictures get the cache key, unless they are not to", async () => {
  const key = `__frsh_c=${BUILD_ID}`;
  const Pictures = () => (
    <p>
      <img src="/a.png" srcset="/a.png 1x, /b.png 2x" />
      <img src="/c.png" data-fresh-disable-lock />
    </p>
  );
  const body = await bodyOf(<Pictures />);
  match(body, new RegExp(`src="/a.png\\?${key}"`));
  match(body, new RegExp(`srcset="/a.png\\?${key} 1x, /b.png\\?${key} 2x"`));
  match(body, /src="\/c.png"/);
});

Deno.test("keys are in the markup where an island needs them", async () => {
  const Item = () => <li key="b">b</li>;
  const Page = () => (
    <div>
      <p key={String("a:1 <'")}>plain</p>
      <Item key="x:y" />
      <Box key="k">
        <i key="inside">slot</i>
      </Box>
    </div>
  );
  const body = await bodyOf(<Page />);
  match(body, /<p data-frsh-key="a:1 &lt;&#39;">plain<\/p>/);
  match(
    body,
    /<!--frsh:key:x_y--><li data-frsh-key="b">b<\/li><!--\/frsh:key-->/,
  );
  match(body, /<!--frsh:island:Box:0:k-->/);
});

Deno.test("a page without islands has no script and no Link header", async () => {
  const { text, headers } = await render(<p>x</p>);
  equal(text.includes("<script"), false);
  equal(headers.get("link"), null);
});

Deno.test("an island is marked, and its script loaded", async () => {
  const { text, headers } = await render(<Hidden n={1} />);
  match(text, /<!--frsh:island:Hidden:0:--><i>hidden<\/i><!--\/frsh:island-->/);
  const dir = `/_fresh/js/${BUILD_ID}`;
  match(text, new RegExp(`import{Hidden as i0}from"${dir}/Others.js";`));
  match(text, new RegExp(`import{boot}from"${dir}/fresh-runtime.js";`));
  equal(
    headers.get("link"),
    `<${dir}/fresh-runtime.js>; rel="modulepreload"; as="script", ` +
      `<${dir}/Others.js>; rel="modulepreload"; as="script"`,
  );
});

Deno.test("an island inside of another one is part of it", async () => {
  const { text } = await render(<Outer />);
  equal(text.match(/frsh:island:/g)?.length, 1);
  equal(text.includes("Hidden as"), false);
});

Deno.test("JSX given to an island is a slot, not a prop", async () => {
  const { text } = await render(
    <Box>
      <b>secret text</b>
      <Hidden />
    </Box>,
  );
  match(text, /<div class="box"><!--frsh:slot:0:children--><b>secret text/);
  equal(text.match(/secret text/g)?.length, 1);
  equal(text.match(/<!--frsh:island:/g)?.length, 2);
});

Deno.test("JSX that an island does not render is in a template", async () => {
  const { text } = await render(
    <Hidden icon={<Box>inner</Box>}>text</Hidden>,
  );
  match(
    text,
    /<template id="frsh-0-icon"><!--frsh:island:Box:1:-->.*inner.*<\/template>/,
  );
  match(text, /<template id="frsh-1-children">text<\/template>/);
  match(text, /"Box":i1/);
});

Deno.test("props cannot end the script", async () => {
  const { text } = await render(
    <Hidden text="</script><script>alert(1)</script><!--" />,
  );
  equal(text.match(/<\/script/g)?.length, 1);
  match(text, /\\u003c\/script>/);
});

Deno.test("props that cannot be sent are an error that names them", async (t) => {
  const cases: [string, AnyProps, RegExp][] = [
    ["function", { on: { click: () => {} } }, /props\.on\.click.*function/],
    ["symbol", { s: Symbol("x") }, /props\.s.*symbol/],
    ["JSX in an object", { o: { icon: <b /> } }, /JSX/],
    ["JSX in an array", { o: [<b key="1" />] }, /JSX/],
    ["buffer", { b: new ArrayBuffer(1) }, /props\.b.*ArrayBuffer/],
  ];
  for (const [why, props, want] of cases) {
    await t.step(why, async () => {
      const said = await hush("error", async () => {
        equal((await render(<Hidden {...props} />)).status, 500);
      });
      match(String(said[0]?.[0]), want);
    });
  }
});

Deno.test("signals are sent by value, one shared by islands once", async () => {
  const count = signal(7);
  const { text } = await render(
    <>
      <Hidden a={count} b={computed(() => count.value + 1)} />
      <Hidden a={count} />
    </>,
  );
  equal(text.match(/\[\\"Signal\\"/g)?.length, 1);
  equal(text.match(/\[\\"Computed\\"/g)?.length, 1);
});
