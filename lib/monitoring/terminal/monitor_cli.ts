/**
 * `deno task monitor BASE_URL`: a site's overview in the terminal, every 2 s.
 *
 * Needs `ADMIN_TOKEN`; honors `NO_COLOR` and `FORCE_COLOR`. Where the output is no terminal it
 * prints one page and ends.
 *
 * @module
 */

import pc from "picocolors";
import {
  type Overview,
  readOverview,
} from "@/lib/monitoring/overview/overview.ts";
import { createMonitorClient, MonitorError } from "./client.ts";
import { renderScreen } from "./screen.ts";
import { Terminal, terminalSize, write } from "./terminal.ts";
import { paint } from "./text.ts";

const EVERY_MS = 2_000;
const USAGE = "Usage: ADMIN_TOKEN=… deno task monitor https://parley.example";

interface Settings {
  baseUrl: URL;
  token: string;
  isColored: boolean;
}

/** Reads arguments and environment; throws a {@link MonitorError}. */
function readSettings(): Settings {
  const given = Deno.args[0];
  const baseUrl = given === undefined ? null : URL.parse(given);
  if (baseUrl === null || !/^https?:$/.test(baseUrl.protocol)) {
    throw new MonitorError(USAGE, true);
  }
  const token = Deno.env.get("ADMIN_TOKEN");
  if (!token) throw new MonitorError(`ADMIN_TOKEN is not set. ${USAGE}`, true);
  return { baseUrl, token, isColored: pc.isColorSupported };
}

async function main(): Promise<void> {
  const settings = readSettings();
  const getJson = createMonitorClient({ ...settings, fetch });
  // The first look comes before the page: what is wrong then must stay to read.
  const overview = await readOverview(getJson, Date.now());
  if (!Deno.stdout.isTerminal()) return printOnce(settings, overview);
  await watch(settings, { getJson, overview });
}

function printOnce({ baseUrl }: Settings, overview: Overview): void {
  const { columns } = terminalSize();
  const state = {
    baseUrl: baseUrl.origin,
    overview,
    problem: null,
    now: Date.now(),
  };
  const lines = renderScreen(state, { columns, rows: 60 });
  write(lines.map((line) => paint(line, false)).join("\n") + "\n");
}

interface Watch {
  getJson: (path: string) => Promise<unknown>;
  overview: Overview;
}

/** Shows the page until Ctrl-C, or until trying again cannot help. */
async function watch(
  { baseUrl, isColored }: Settings,
  { getJson, overview }: Watch,
): Promise<void> {
  using terminal = new Terminal(isColored);
  const stop = Promise.withResolvers<void>();
  const state = {
    baseUrl: baseUrl.origin,
    overview,
    problem: null as string | null,
    now: Date.now(),
  };
  const draw = () => terminal.draw(renderScreen(state, terminal.size));
  async function refresh(): Promise<void> {
    try {
      state.overview = await readOverview(getJson, Date.now());
      state.problem = null;
    } catch (error) {
      if (!(error instanceof MonitorError) || error.isFinal) throw error;
      state.problem = error.message;
    }
    state.now = Date.now();
    draw();
  }
  async function refreshForEver(): Promise<never> {
    while (true) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      await refresh();
    }
  }
  const leave = () => stop.resolve();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, leave);
  }
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGWINCH", draw);
  draw();
  await Promise.race([stop.promise, refreshForEver()]);
}

try {
  await main();
  Deno.exit(0);
} catch (error) {
  if (!(error instanceof MonitorError)) throw error;
  Deno.stderr.writeSync(new TextEncoder().encode(`${error.message}\n`));
  Deno.exit(1);
}
