/**
 * Reloads pages when the development server comes back after a change.
 *
 * @module
 */
const ALIVE_PATH = "/_frsh/alive";

/** Script for every page: it reloads when the server has another revision. */
export const reloadScript = `
let revision;
function connect() {
  const socket = new WebSocket(new URL("${ALIVE_PATH}", location.href));
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (revision !== undefined && revision !== message.revision) {
      location.reload();
    }
    revision = message.revision;
  };
  socket.onclose = () => setTimeout(connect, 300);
}
connect();
`;

/** Changes with every start of the server. */
const REVISION = Date.now();

/** Answers what the script asks; `null` to requests for the app. */
export function answerReload(req: Request): Response | null {
  if (URL.parse(req.url)?.pathname !== ALIVE_PATH) return null;
  if (req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return new Response(null, { status: 501 });
  }
  const { socket, response } = Deno.upgradeWebSocket(req);
  const message = { type: "initial-state", revision: REVISION };
  socket.onopen = () => socket.send(JSON.stringify(message));
  return response;
}
