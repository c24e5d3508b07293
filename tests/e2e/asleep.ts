/**
 * A computer that falls asleep: every process of a visitor's browser stands
 * still, and goes on later as if nothing had been. Linux only.
 *
 * @module
 */

import type { Visitors } from "./browser.ts";

/** A browser on a computer of its own. */
export interface Sleeper {
  /** Its visitors. */
  readonly visitors: Visitors;
  /** Falls asleep. */
  fallAsleep(): Promise<void>;
  /** Wakes up. */
  wakeUp(): Promise<void>;
}

/** Whether it can be told which processes a browser has. */
export const canSleep = Deno.build.os === "linux";

/**
 * Starts a browser that can fall asleep.
 *
 * @param launch Starts it, and nothing else.
 */
export async function launchSleeper(
  launch: () => Promise<Visitors>,
): Promise<Sleeper> {
  const before = await childrenOf(Deno.pid);
  const visitors = await launch();
  const own = (await childrenOf(Deno.pid)).filter((pid) =>
    !before.includes(pid)
  );
  const signal = async (name: Deno.Signal) => {
    for (const pid of await withDescendants(own)) Deno.kill(pid, name);
  };
  return {
    visitors,
    fallAsleep: () => signal("SIGSTOP"),
    wakeUp: () => signal("SIGCONT"),
  };
}

async function withDescendants(pids: readonly number[]): Promise<number[]> {
  const all: number[] = [];
  for (const pid of pids) {
    all.push(pid, ...await withDescendants(await childrenOf(pid)));
  }
  return all;
}

/** Source: proc(5), `/proc/[pid]/task/[tid]/children`. */
async function childrenOf(pid: number): Promise<number[]> {
  const children: number[] = [];
  for await (const { name } of Deno.readDir(`/proc/${pid}/task`)) {
    const path = `/proc/${pid}/task/${name}/children`;
    // A thread may end while it is looked for.
    const text = await Deno.readTextFile(path).catch(() => "");
    children.push(...text.split(" ").filter(Boolean).map(Number));
  }
  return children;
}
