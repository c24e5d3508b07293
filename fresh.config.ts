/**
 * How the site is built.
 *
 *     deno run -A fresh.config.ts                     develop, reloading on save
 *     deno run -A fresh.config.ts build               production bundles in _fresh/ and _server/
 *     deno run -A fresh.config.ts build --if-needed   only when a source changed
 *
 * @module
 */

import { stop } from "esbuild";
import { Builder } from "fresh/dev";
import { printBanner } from "@/lib/app/banner.ts";
import { fingerprint } from "@/lib/build/fingerprint.ts";
import { precompress } from "@/lib/build/precompress.ts";
import { bundleServer } from "@/lib/build/server_bundle.ts";
import { bundleStyles } from "@/lib/build/style_bundles.ts";
import { bundleWorkers } from "@/lib/build/worker_bundles.ts";
import { startOrExplain, toListenError } from "@/lib/app/startup_errors.ts";

const ROOT = import.meta.dirname!;
const WORKER_BUNDLES = `${ROOT}/_workers`;
const STYLE_BUNDLES = `${ROOT}/_styles`;
const STAMP = `${ROOT}/_fresh/fingerprint`;

/** Style sheets that import others; each is served as one file. */
const STYLE_SHEETS = [`${ROOT}/components/chat/styles/chat.css`];

/**
 * Makes the builder of this site.
 *
 * @param staticDirs Folders of static files besides `static/`.
 */
export function createBuilder(staticDirs: readonly string[] = []): Builder {
  return new Builder({
    root: ROOT,
    staticDir: [`${ROOT}/static`, ...staticDirs],
  });
}

/** Makes the builder with workers and styles bundled beside the static files. */
async function createBuilderWithBundles(): Promise<Builder> {
  await bundleWorkers(`${ROOT}/workers`, `${WORKER_BUNDLES}/workers`);
  await bundleStyles(STYLE_SHEETS, STYLE_BUNDLES);
  return createBuilder([WORKER_BUNDLES, STYLE_BUNDLES]);
}

async function isBuilt(): Promise<boolean> {
  const stamp = await Deno.readTextFile(STAMP).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  return stamp === await fingerprint(ROOT);
}

async function build(): Promise<void> {
  const sources = await fingerprint(ROOT);
  const builder = await createBuilderWithBundles();
  await builder.build();
  await precompress(
    [
      `${ROOT}/static`,
      WORKER_BUNDLES,
      STYLE_BUNDLES,
      `${ROOT}/_fresh/static`,
    ],
    `${ROOT}/_fresh/compressed`,
  );
  await bundleServer(ROOT, `${ROOT}/_server`);
  await Deno.writeTextFile(STAMP, sources);
  await stop();
}

async function develop(): Promise<void> {
  const { services: { config } } = await import("@/main.ts");
  const builder = await createBuilderWithBundles();
  await builder.listen(() => import("@/main.ts"), {
    port: config.port,
    hostname: config.host,
    onListen: ({ port }) => printBanner(config, port),
  }).catch((error) => Promise.reject(toListenError(error, config)));
}

if (import.meta.main) {
  const [command, option] = Deno.args;
  if (command !== "build") {
    await startOrExplain(develop);
  } else if (option !== "--if-needed" || !await isBuilt()) {
    await build();
  }
}
