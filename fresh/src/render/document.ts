/**
 * Renders a page, with its layouts, to a complete HTML document.
 *
 * @module
 */
import {
  type ComponentChildren,
  type FunctionComponent,
  h,
  isValidElement,
  type VNode,
} from "preact";
import { renderToString } from "preact-render-to-string";
import { type Context, internalsOf } from "../context.ts";
import { withoutSkipped } from "../chain.ts";
import { serializeIslands } from "./serialize.ts";
import type { AnyComponent, LayoutConfig, PageProps } from "../types.ts";
import { installHooks } from "./hooks.ts";
import { templateOf } from "./islands.ts";
import { during, RenderState, TOKEN } from "./state.ts";

/** Where a response carries the nonce of its page to the csp middleware. */
export const NONCE: unique symbol = Symbol.for("__freshNonce");

installHooks();

const AsyncFunction = (async () => {}).constructor;

/** Tells whether a component has to be awaited. */
export function isAsyncComponent(
  component: AnyComponent,
): component is (props: unknown) => Promise<unknown> {
  return component instanceof AsyncFunction;
}

/** Picks what components get from a context. */
export function propsOf<State>(
  ctx: Context<State>,
  data: unknown,
): PageProps<unknown, State> {
  const { config, url, req, params, info, state } = ctx;
  const { Component, error, route } = ctx;
  const request = { config, url, req, params, info, route };
  return { ...request, state, Component, error, data };
}

/**
 * Renders a page inside its layouts and wrapper.
 *
 * @throws {TypeError} If there is nothing that can be rendered.
 */
export async function renderDocument(
  // deno-lint-ignore no-explicit-any
  ctx: Context<any>,
  vnode: VNode | null,
  init: ResponseInit,
  config: LayoutConfig,
): Promise<Response> {
  if (vnode !== null && !isValidElement(vnode)) {
    throw new TypeError("Cannot render as the page must be a JSX element");
  }
  const { view, buildCache } = internalsOf(ctx);
  const { layouts, wrapper } = withoutSkipped(view, config);
  const around = layouts.toReversed();
  if (wrapper !== null) around.push(wrapper);

  let page: ComponentChildren = vnode;
  for (const component of around) {
    const inner = page;
    ctx.Component = () => inner as VNode;
    const props = propsOf(ctx, null);
    if (isAsyncComponent(component)) {
      const result = await component(props);
      if (result instanceof Response) return result;
      page = result as ComponentChildren;
    } else {
      page = h(component as FunctionComponent<typeof props>, props);
    }
  }

  const state = new RenderState(ctx.url, buildCache);
  const html = during(state, () => toHtml(state, page));
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  if (state.islands.size > 0) headers.append("link", preloads(state));
  const response = new Response(html, { ...init, headers });
  Object.defineProperty(response, NONCE, { value: state.nonce });
  return response;
}

function toHtml(state: RenderState, page: ComponentChildren): string {
  const content = renderToString(h(Root, null, page));
  const end = templates(state) + bootScript(state) + reloadScript(state);
  const { html, head, body } = state.has;
  // After the end, so that what islands in templates put there is known.
  const merged = mergeHead(state, content);
  const inHead = merged.extras;
  const full = fill(merged.content, {
    html: head ? "" : `<head>${inHead}</head>`,
    head: inHead,
    body: end,
    end: body ? "" : end,
  });
  if (html) return `<!DOCTYPE html>${full}`;
  const before = head ? "" : `<head><meta charset="utf-8"/>${inHead}</head>`;
  const rest = body ? full : `<body>${full}${end}</body>`;
  return `<!DOCTYPE html><html>${before}${rest}</html>`;
}

function Root({ children }: { children?: ComponentChildren }): VNode {
  return children as VNode;
}

/** Replaces elements of the head that `<Head>` has another version of. */
function mergeHead(
  state: RenderState,
  html: string,
): { content: string; extras: string } {
  const { headKeys, headExtras } = state;
  const content = headKeys.length === 0 ? html : html.replace(
    new RegExp(`<!--${TOKEN}:(\\d+)-->([^]*?)<!--/${TOKEN}:\\1-->`, "g"),
    (_, index: string, own: string) => {
      const key = headKeys[Number(index)] ?? "";
      const other = headExtras.get(key);
      headExtras.delete(key);
      return other === undefined ? own : renderToString(other);
    },
  );
  const extras = [...headExtras.values()].map((vnode) => renderToString(vnode));
  return { content, extras: extras.join("") };
}

/** Puts content where the document's own elements left their markers. */
function fill(html: string, parts: Record<string, string>): string {
  return html.replace(
    new RegExp(`<!--${TOKEN}:(html|head|body|end)-->`, "g"),
    (_, name: string) => parts[name] ?? "",
  );
}

/** Renders slots that islands did not; that may bring more islands and slots. */
function templates({ slots }: RenderState): string {
  let html = "";
  for (const slot of slots) {
    if (!slot.isRendered) html += renderToString(templateOf(slot));
  }
  return html;
}

function bootScript(state: RenderState): string {
  const { islands, islandProps, buildCache } = state;
  if (islands.size === 0 || buildCache === null) return "";
  const used = [...islands];
  const imports = used.map(({ file, exportName }, i) =>
    `import{${exportName} as i${i}}from${JSON.stringify(file)};`
  ).join("");
  const names = used.map(({ name }, i) => `${JSON.stringify(name)}:i${i}`);
  const props = JSON.stringify(serializeIslands(islandProps));
  const runtime = JSON.stringify(buildCache.clientEntry);
  // "<" can only be inside of strings here, and could end the script.
  const code = `import{boot}from${runtime};${imports}` +
    `boot({${names.join()}},${props.replaceAll("<", "\\u003c")});`;
  return `<script type="module" nonce="${state.nonce}">${code}</script>`;
}

function reloadScript(state: RenderState): string {
  const code = state.buildCache?.liveReload;
  return code === undefined
    ? ""
    : `<script type="module" nonce="${state.nonce}">${code}</script>`;
}

function preloads({ islands, buildCache }: RenderState): string {
  const files = new Set([...islands].map(({ file }) => file));
  return [buildCache?.clientEntry, ...files].map((file) =>
    `<${file}>; rel="modulepreload"; as="script"`
  ).join(", ");
}
