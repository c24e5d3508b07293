/**
 * The real app on a store in memory, called without a socket.
 *
 * @module
 */

import { stop } from "esbuild";
import type { App } from "fresh";
import { createApp } from "@/lib/app/create_app.ts";
import type { State } from "@/lib/app/define.ts";
import { createBuilder } from "@/fresh.config.ts";
import { type TestServices, testServices } from "./helpers.ts";

type ApplySnapshot = (app: App<State>) => void;

/** How often it is looked whether the bundler's process has ended. */
const LOOK_AGAIN_MS = 20;
/** How long that takes at most, where nobody can tell: not on Linux. */
const BUNDLER_END_MS = 250;

let snapshot: Promise<ApplySnapshot> | undefined;

/** Bundles the site once per process. */
async function buildSnapshot(): Promise<ApplySnapshot> {
  const earlier = childrenOfThread();
  const builder = createBuilder();
  const apply = await builder.build({ mode: "production", snapshot: "memory" });
  await stop();
  await bundlerEnded(earlier);
  return apply as ApplySnapshot;
}

/** Its process is only told to end, and a test would be blamed for it. */
async function bundlerEnded(
  earlier: ReadonlySet<string> | null,
): Promise<void> {
  if (earlier === null) await pause(BUNDLER_END_MS);
  else {
    // A thread that ran another file may still have a child of that one.
    while (!childrenOfThread()?.isSubsetOf(earlier)) await pause(LOOK_AGAIN_MS);
  }
  // Those who wait for its end are told in a later turn.
  await pause(LOOK_AGAIN_MS);
}

/** Lists processes that this thread started; `null` where none can tell. */
function childrenOfThread(): ReadonlySet<string> | null {
  try {
    // Read by this thread itself, which a reading in the background is not.
    const text = Deno.readTextFileSync("/proc/thread-self/children");
    return new Set(text.split(" ").filter((id) => id !== ""));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The app under test. */
export interface TestApp extends Disposable {
  /** What it runs with. */
  services: TestServices;
  /** Answers a request to a path. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Makes a visitor with a cookie of their own. */
  visitor(): Promise<TestVisitor>;
}

/** A browser with a visitor's cookie. */
export interface TestVisitor {
  /** The `Cookie` header it sends. */
  cookie: string;
  /** Reads a path. */
  get(path: string): Promise<Response>;
  /** Posts JSON to a path; without a value an empty body. */
  post(path: string, value?: unknown): Promise<Response>;
}

/** Builds the app on a store of its own. */
export async function testApp(
  env: Record<string, string> = {},
): Promise<TestApp> {
  snapshot ??= buildSnapshot();
  const services = await testServices(env);
  const app = createApp(services);
  (await snapshot)(app);
  const handle = app.handler();
  const fetch = async (path: string, init?: RequestInit) =>
    await handle(new Request(new URL(path, "http://localhost"), init));
  async function visitor(): Promise<TestVisitor> {
    const response = await fetch("/api/anon/init");
    await response.body?.cancel();
    const cookie = response.headers.get("set-cookie")!.split(";")[0]!;
    return {
      cookie,
      get: (path) => fetch(path, { headers: { cookie } }),
      post: (path, value) =>
        fetch(path, {
          method: "POST",
          headers: { cookie },
          ...(value === undefined ? {} : { body: JSON.stringify(value) }),
        }),
    };
  }
  return {
    services,
    fetch,
    visitor,
    [Symbol.dispose]: () => services[Symbol.dispose](),
  };
}

/** Reads an answer's JSON. */
// deno-lint-ignore no-explicit-any -- tests look into bodies of every shape
export async function bodyOf(response: Response): Promise<any> {
  return await response.json();
}

/** Makes two visitors who are in a call; the first is the caller. */
export async function pairOf(
  app: TestApp,
): Promise<{ pairId: string; caller: TestVisitor; callee: TestVisitor }> {
  const caller = await app.visitor();
  const callee = await app.visitor();
  for (const one of [caller, callee]) await one.post("/api/rtc/enqueue");
  const { pairId } = await bodyOf(await caller.post("/api/rtc/matchmake"));
  return { pairId, caller, callee };
}
