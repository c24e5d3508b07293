/**
 * A network of its own for server and browsers, in which the way of the
 * pictures can be cut while requests still pass. Linux's, and root's only.
 *
 * @module
 */

import { chromiumPath } from "@/tests/chromium.ts";

/** Runs a command and says whether it went well. */
async function run(...command: string[]): Promise<boolean> {
  const [name, ...args] = command;
  const { success } = await new Deno.Command(name!, { args, stderr: "null" })
    .output().catch(() => ({ success: false }));
  return success;
}

let count = 0;

/** A network namespace; dispose of it to remove it. */
export class OwnNetwork implements AsyncDisposable {
  readonly #name = `parley-${Deno.pid}-${++count}`;
  readonly #files: string[] = [];

  private constructor() {}

  /** Says whether one can be made here. */
  static async isPossible(): Promise<boolean> {
    try {
      await (await OwnNetwork.open())[Symbol.asyncDispose]();
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Makes one with a loopback device.
   *
   * @throws {Error} Where that is not allowed.
   */
  static async open(): Promise<OwnNetwork> {
    const network = new OwnNetwork();
    const isMade = await run("ip", "netns", "add", network.#name);
    const isReady = isMade && await network.#ip("link", "set", "lo", "up") &&
      // A browser that has but the loopback device calls itself offline.
      await network.#ip("link", "add", "v0", "type", "veth", "peer", "v1") &&
      await network.#ip("link", "set", "v0", "addrgenmode", "none", "up") &&
      await network.#ip("link", "set", "v1", "addrgenmode", "none", "up") &&
      await network.#ip("address", "add", "10.99.0.1/24", "dev", "v0") &&
      // What is cut below is IPv4.
      await network.#ip("-6", "address", "flush", "dev", "lo") &&
      // Addresses of one's own are looked up first of all: not any more.
      await network.#ip("rule", "add", "pref", "100", "table", "local") &&
      await network.#ip("rule", "del", "pref", "0");
    if (isReady) return network;
    if (isMade) await network[Symbol.asyncDispose]();
    throw new Error("Cannot make a network of its own");
  }

  /** Put before a command that is to run in this network. */
  get prefix(): string[] {
    return ["ip", "netns", "exec", this.#name];
  }

  /** A program that starts Chromium in this network. */
  async browser(): Promise<string> {
    const path = await Deno.makeTempFile({ prefix: "parley-browser-" });
    this.#files.push(path);
    const command = [...this.prefix, chromiumPath].join(" ");
    await Deno.writeTextFile(path, `#!/bin/sh\nexec ${command} "$@"\n`);
    await Deno.chmod(path, 0o755);
    return path;
  }

  /** Drops all UDP, and with it every picture and all of ICE. */
  async cut(): Promise<void> {
    await this.#ip("rule", "add", "pref", "50", "ipproto", "udp", "blackhole");
  }

  /** Lets UDP pass again. */
  async mend(): Promise<void> {
    await this.#ip("rule", "del", "pref", "50");
  }

  /** Removes the network. */
  async [Symbol.asyncDispose](): Promise<void> {
    await run("ip", "netns", "del", this.#name);
    for (const path of this.#files) await Deno.remove(path);
  }

  #ip(...args: string[]): Promise<boolean> {
    return run("ip", "-n", this.#name, ...args);
  }
}
