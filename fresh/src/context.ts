/**
 * What a handler gets to know about its request, and its ways to answer.
 *
 * @module
 */
import type { FunctionComponent, VNode } from "./preact_types.ts";
import type { BuildCache } from "./build_cache.ts";
import type { View } from "./chain.ts";
import { missing } from "./missing.ts";
import { renderDocument } from "./render/document.ts";
import type { LayoutConfig, ResolvedFreshConfig } from "./types.ts";
import { parseUrl, safeLocation } from "./url.ts";

/** The same as {@link Context}. */
export type FreshContext<State = unknown> = Context<State>;

/** What the pieces of the framework know about a context, and the app not. */
export interface ContextInternals {
  /** The wrapper and layouts that surround a page rendered now. */
  view: View;
  /** Why the request has no route; `undefined` when none matched. */
  readonly failure: unknown;
  /** The build, where there is one. */
  readonly buildCache: BuildCache | null;
}

/** What a context is made of. */
export interface ContextInit {
  /** The request. */
  req: Request;
  /** Who sent it. */
  info: Deno.ServeHandlerInfo;
  /** The app's settings. */
  config: ResolvedFreshConfig;
  /** The pattern that matched. */
  route: string | null;
  /** The values of its parameters. */
  params: Record<string, string>;
  /** The build, where there is one. */
  buildCache: BuildCache | null;
  /** Why the request has no route; default that none matched. */
  failure?: unknown;
}

/** What surrounds a page outside all segments. */
export const NO_VIEW: View = { wrapper: null, layouts: [] };

/** Reads what the framework keeps in a context. */
export let internalsOf: (ctx: Context<unknown>) => ContextInternals;

/** A piece of a streamed answer. */
export type Chunk = string | Uint8Array;
/** Pieces of a streamed answer, as they come. */
export type Chunks = Iterable<Chunk> | AsyncIterable<Chunk>;

/** One request: what came in, what middlewares added, how to answer. */
export class Context<State> {
  static {
    internalsOf = (ctx) => ctx.#internals;
  }

  /** The request. */
  readonly req: Request;
  /** Who sent it. */
  readonly info: Deno.ServeHandlerInfo;
  /** The app's settings. */
  readonly config: ResolvedFreshConfig;
  /** The pattern that matched, or `null`. */
  readonly route: string | null;
  /** The values of the pattern's parameters, decoded. */
  readonly params: Record<string, string>;
  /** Made fresh for each request, for middlewares to fill. */
  readonly state: State = {} as State;
  /** Free for the app. */
  data: unknown = undefined;
  /** The last error that passed, or `null`. */
  error: unknown = null;
  /** Runs the rest of the chain. */
  next!: () => Promise<Response>;
  /** What a layout or the wrapper has to render inside. */
  Component!: FunctionComponent;
  #url: URL | null = null;
  readonly #internals: ContextInternals;

  /** Creates a context; the app does this for each request. */
  constructor(init: ContextInit) {
    const { buildCache, failure } = init;
    this.req = init.req;
    this.info = init.info;
    this.config = init.config;
    this.route = init.route;
    this.params = init.params;
    this.#internals = { view: NO_VIEW, failure, buildCache };
  }

  /** The parsed URL. Parsed when first asked for, since not all need it. */
  get url(): URL {
    return this.#url ??= parseUrl(this.req);
  }

  /**
   * Sends the client elsewhere.
   *
   * @param path A path of this host, or an http(s) URL.
   * @param status A status from 301 to 308.
   * @throws {HttpError} 400 for any other scheme, such as `javascript:`.
   */
  redirect(path: string, status = 302): Response {
    const location = safeLocation(path);
    return new Response(null, { status, headers: { location } });
  }

  /**
   * Renders a page inside the layouts and the wrapper of its segment.
   *
   * @param vnode The page, or `null` for an empty one.
   * @param init Status and headers.
   * @param config What to leave out around it.
   * @throws {TypeError} If there is nothing that can be rendered.
   */
  async render(
    // deno-lint-ignore no-explicit-any
    vnode: VNode<any> | null,
    init: ResponseInit = {},
    config: LayoutConfig = {},
  ): Promise<Response> {
    return await renderDocument(this, vnode, init, config);
  }

  /** Answers with plain text. */
  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  /** Answers with HTML as it is. */
  html(content: string, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    headers.set("content-type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  /** Answers with JSON. */
  json(content: unknown, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  /** Answers with chunks as they come. */
  stream(source: Chunks | (() => Chunks), init?: ResponseInit): Response {
    const chunks = typeof source === "function" ? source() : source;
    const encoder = new TextEncoder();
    const body = ReadableStream.from(chunks).pipeThrough(
      new TransformStream<Chunk, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          controller.enqueue(
            chunk instanceof Uint8Array
              ? chunk as Uint8Array<ArrayBuffer>
              : encoder.encode(String(chunk)),
          );
        },
      }),
    );
    return new Response(body, init);
  }
}

for (const name of ["isPartial", "upgrade"]) {
  const get = () => missing(`ctx.${name}`);
  Object.defineProperty(Context.prototype, name, { get });
}
