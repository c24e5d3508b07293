/**
 * Renders a page, with its layouts, to a complete HTML document.
 *
 * @module
 */
import {
  type ComponentChildren,
  Fragment,
  type FunctionComponent,
  h,
  isValidElement,
  type VNode,
} from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";
import { type Context, internalsOf } from "../context.ts";
import { withoutSkipped } from "../chain.ts";
import type { AnyComponent, LayoutConfig, PageProps } from "../types.ts";
import { installHooks } from "./hooks.ts";
import { preloads } from "./scripts.ts";
import { during, RenderState } from "./state.ts";

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
  let page: ComponentChildren = vnode;
  for (const layout of layouts.toReversed()) {
    const inner = page;
    const result = await surround(ctx, layout, () => inner);
    if (result instanceof Response) return result;
    page = result;
  }
  // The wrapper is rendered after the page, so its head knows what the page
  // put into `<Head>`; by then the page is text.
  let shown: ComponentChildren = page;
  const around = wrapper && await surround(ctx, wrapper, () => shown);
  if (around instanceof Response) return around;

  const state = new RenderState(ctx.url, buildCache);
  const html = during(state, () => {
    const text = toText(page);
    if (wrapper === null) return complete(state, text);
    shown = raw(text);
    return complete(state, toText(around));
  });
  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  if (state.islands.size > 0) headers.append("link", preloads(state));
  const response = new Response(html, { ...init, headers });
  Object.defineProperty(response, NONCE, { value: state.nonce });
  return response;
}

async function surround(
  // deno-lint-ignore no-explicit-any
  ctx: Context<any>,
  component: AnyComponent,
  inner: () => ComponentChildren,
): Promise<ComponentChildren | Response> {
  ctx.Component = inner as typeof ctx.Component;
  const props = propsOf(ctx, null);
  return isAsyncComponent(component)
    ? await component(props) as ComponentChildren | Response
    : h(component as FunctionComponent<typeof props>, props);
}

/** Adds what the page did not bring itself. */
function complete({ has }: RenderState, html: string): string {
  if (has.html && has.head && has.body) return `<!DOCTYPE html>${html}`;
  let all: ComponentChildren = raw(html);
  if (!has.body) all = h("body", null, all);
  if (!has.head) {
    const head = h("head", null, h("meta", { charset: "utf-8" }));
    all = h(Fragment, null, head, all);
  }
  if (!has.html) all = h("html", null, all);
  return `<!DOCTYPE html>${toText(all)}`;
}

function toText(content: ComponentChildren): string {
  return renderToString(h(Fragment, null, content));
}

/** Makes a vnode of what is rendered already. */
function raw(html: string): VNode {
  return jsxTemplate([html]);
}
