/**
 * A relay of one's own on this machine, by UDP, TCP and TLS.
 *
 * @module
 */

/** A running coturn; dispose of it to stop it. */
export interface Coturn extends AsyncDisposable {
  /** The settings of a site that uses it. */
  env: Record<string, string>;
  /** Where it listens for UDP and TCP. */
  port: number;
}

const SECRET = "coturn-test-secret-0123456789";

/** Says whether there is one on this machine. */
export async function hasCoturn(): Promise<boolean> {
  return await run("turnserver", ["--version"]);
}

/** Times that other ports are tried: somebody may take one meanwhile. */
const ATTEMPTS = 5;

/**
 * Starts one with a certificate of its own making.
 *
 * @throws {Error} When it does not come up.
 */
export async function startCoturn(): Promise<Coturn> {
  const dir = await Deno.makeTempDir({ prefix: "parley-coturn-" });
  await run("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt"],
    ...["ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
    ...["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
    ...["-keyout", `${dir}/key.pem`, "-out", `${dir}/cert.pem`],
  ]);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const [port, tlsPort] = [freePort(), freePort()];
    const end = await listenOn(port, tlsPort, dir);
    if (end === null) continue;
    return {
      port,
      env: {
        TURN_URLS: `turn:127.0.0.1:${port},turns:127.0.0.1:${tlsPort}`,
        TURN_SECRET: SECRET,
      },
      async [Symbol.asyncDispose]() {
        await end();
        await Deno.remove(dir, { recursive: true });
      },
    };
  }
  await Deno.remove(dir, { recursive: true });
  throw new Error("coturn did not start");
}

/**
 * Starts one on two ports.
 *
 * @param dir Where its certificate is, and its files may be.
 * @returns Ends it; `null` when it could not have both ports.
 */
async function listenOn(
  port: number,
  tlsPort: number,
  dir: string,
): Promise<(() => Promise<void>) | null> {
  const child = new Deno.Command("turnserver", {
    args: [
      "-n",
      // Tells when it listens.
      "--verbose",
      "--no-cli",
      "--use-auth-secret",
      `--static-auth-secret=${SECRET}`,
      "--realm=parley.test",
      "--listening-ip=127.0.0.1",
      "--relay-ip=127.0.0.1",
      `--listening-port=${port}`,
      `--tls-listening-port=${tlsPort}`,
      "--allow-loopback-peers",
      `--cert=${dir}/cert.pem`,
      `--pkey=${dir}/key.pem`,
      `--pidfile=${dir}/pid`,
      `--userdb=${dir}/db`,
      "--log-file=stdout",
    ],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const reading = readOutput(child.stdout, [port, tlsPort], resolve);
  const end = async () => {
    try {
      child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // It has ended already.
    }
    await Promise.all([child.status, reading]);
  };
  if (await promise) return end;
  await end();
  return null;
}

/**
 * Reads what a coturn prints, to the end.
 *
 * @param onKnown Told whether it listens on the ports. It tries for minutes to
 * bind one that is taken, and somebody else answers there meanwhile, so that
 * only its own word tells.
 */
async function readOutput(
  stdout: ReadableStream<Uint8Array<ArrayBuffer>>,
  ports: readonly number[],
  onKnown: (isListening: boolean) => void,
): Promise<void> {
  const waitedFor = new Set(ports);
  let rest = "";
  for await (const text of stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      if (line.includes("Cannot bind")) onKnown(false);
      const opened = /listener opened on : \S+:(\d+)$/.exec(line)?.[1];
      if (waitedFor.delete(Number(opened)) && waitedFor.size === 0) {
        onKnown(true);
      }
    }
  }
  onKnown(false);
}

async function run(command: string, args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command(command, { args }).output()
    .catch(() => ({ success: false }));
  return success;
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
