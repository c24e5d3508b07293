/**
 * What development adds to an app: live reload, and errors one can read.
 *
 * @module
 */
import type { Context } from "../context.ts";
import { HttpError } from "../error.ts";
import type { AnyMiddleware } from "../types.ts";

const ALIVE_PATH = "/_frsh/alive";

/**
 * Script for every page: it reloads the page when the server comes back with
 * another revision.
 */
export function reloadScript(basePath: string): string {
  const path = JSON.stringify(basePath + ALIVE_PATH);
  return `
let revision;
function connect() {
  const url = new URL(${path}, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type !== "initial-state") return;
    if (revision !== undefined && revision !== message.revision) {
      location.reload();
    }
    revision = message.revision;
  };
  socket.onclose = () => setTimeout(connect, 300);
}
connect();
`;
}

/**
 * Creates the first middleware of a development server.
 *
 * @param basePath Path that the app is under.
 * @param revision Changes with every start of the server.
 */
export function devMiddleware(
  basePath: string,
  revision: number,
): AnyMiddleware {
  return async function develop(ctx) {
    if (ctx.url.pathname === basePath + ALIVE_PATH) {
      return keepAlive(ctx, revision);
    }
    try {
      const response = await ctx.next();
      const isOurs = response.status >= 500 && ctx.error !== null;
      if (!isOurs || !wantsHtml(ctx)) return response;
      await response.body?.cancel();
      return errorPage(ctx.error);
    } catch (error) {
      const isOurs = !(error instanceof HttpError) || error.status >= 500;
      if (!isOurs || !wantsHtml(ctx)) throw error;
      return errorPage(error);
    }
  };
}

function keepAlive(ctx: Context<unknown>, revision: number): Response {
  if (ctx.req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return new Response(null, { status: 426 });
  }
  const { socket, response } = Deno.upgradeWebSocket(ctx.req);
  socket.onopen = () =>
    socket.send(JSON.stringify({ type: "initial-state", revision }));
  return response;
}

function wantsHtml(ctx: Context<unknown>): boolean {
  return ctx.req.headers.get("accept")?.includes("text/html") ?? false;
}

function errorPage(error: unknown): Response {
  // deno-lint-ignore no-console
  console.error(error);
  const [title = "Error", details = ""] = error instanceof Error
    ? [`${error.name}: ${error.message}`, error.stack]
    : [String(error)];
  const html = `<!DOCTYPE html><html><head><meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>body{font:16px/1.5 system-ui;margin:5vmin;color-scheme:light dark}
pre{overflow:auto;padding:1em;border:1px solid}</style></head>
<body><h1>${escapeHtml(title)}</h1><pre>${escapeHtml(details)}</pre></body>
</html>`;
  const headers = { "content-type": "text/html; charset=utf-8" };
  return new Response(html, { status: 500, headers });
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
