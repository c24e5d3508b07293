/**
 * Runs the built site as a process of its own, for browsers and load.
 *
 * @module
 */

/** A running server; dispose of it to stop it. */
export interface ServerProcess extends AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  baseUrl: string;
  /** Its process id. */
  pid: number;
  /** What it printed so far. */
  output(): string;
  /**
   * Sends a signal and waits for the end.
   *
   * @returns The exit code.
   */
  stop(signal?: Deno.Signal): Promise<number>;
}

/** How a server is started. */
export interface ServerOptions {
  /** Settings, over those of {@link startServer}. */
  env?: Record<string, string>;
  /** What is run in place of the site's own entry. */
  entry?: string;
  /** Flags of `deno run` besides those of {@link SERVE_ARGS}. */
  denoFlags?: readonly string[];
  /** Put before the command, such as `taskset -c 0`. */
  prefix?: readonly string[];
}

/** Secrets of a server under test. */
export const TEST_ADMIN_TOKEN = "test-admin-token-0123456789";

/** How `deno task start` serves; decision 9 tells why with these flags. */
export const SERVE_ARGS: readonly string[] = [
  "run",
  "-A",
  "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=50,--no-allocation-site-pretenuring",
  "_server/serve.js",
];

const START_TIMEOUT_MS = 60_000;

/**
 * Starts the server on a free port and a store in memory.
 *
 * @throws {Error} With its output, when it does not come up.
 */
export async function startServer(
  { env = {}, prefix = [], denoFlags = [], entry }: ServerOptions = {},
): Promise<ServerProcess> {
  const args = SERVE_ARGS.toSpliced(1, 0, ...denoFlags);
  if (entry !== undefined) args.splice(-1, 1, entry);
  const command = [...prefix, Deno.execPath(), ...args];
  const child = new Deno.Command(command[0]!, {
    args: command.slice(1),
    cwd: new URL("..", import.meta.url).pathname,
    env: {
      PORT: "0",
      HOST: "127.0.0.1",
      KV_PATH: ":memory:",
      STUN_URLS: "",
      ANON_SIGNING_SECRET: "test-anon-secret-0123456789",
      ADMIN_PASSWORD: "test-password",
      ADMIN_TOKEN: TEST_ADMIN_TOKEN,
      ...env,
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  const { promise: address, resolve } = Promise.withResolvers<string>();
  const collect = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      const found = /Parley is up: +(http:\S+)\//.exec(output);
      if (found) resolve(found[1]!);
    }
  };
  const reading = Promise.all([collect(child.stdout), collect(child.stderr)]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(`server did not start:\n${output}`));
    timer = setTimeout(fail, START_TIMEOUT_MS);
    void child.status.then(() => reading).then(fail);
  });
  async function stop(signal: Deno.Signal = "SIGTERM"): Promise<number> {
    try {
      child.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // It has ended already.
    }
    const { code } = await child.status;
    await reading;
    return code;
  }
  try {
    const baseUrl = await Promise.race([address, timeout]);
    return {
      baseUrl,
      pid: child.pid,
      output: () => output,
      stop,
      [Symbol.asyncDispose]: async () => void await stop(),
    };
  } catch (error) {
    await stop("SIGKILL");
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
