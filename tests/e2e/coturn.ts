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

/**
 * Starts one with a certificate of its own making.
 *
 * @throws {Error} When it does not come up.
 */
export async function startCoturn(): Promise<Coturn> {
  const dir = await Deno.makeTempDir({ prefix: "parley-coturn-" });
  const [cert, key] = [`${dir}/cert.pem`, `${dir}/key.pem`];
  await run("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt"],
    ...["ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
    ...["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
    ...["-keyout", key, "-out", cert],
  ]);
  const [port, tlsPort] = [freePort(), freePort()];
  const child = new Deno.Command("turnserver", {
    args: [
      "-n",
      "--no-cli",
      "--use-auth-secret",
      `--static-auth-secret=${SECRET}`,
      "--realm=parley.test",
      "--listening-ip=127.0.0.1",
      "--relay-ip=127.0.0.1",
      `--listening-port=${port}`,
      `--tls-listening-port=${tlsPort}`,
      "--allow-loopback-peers",
      `--cert=${cert}`,
      `--pkey=${key}`,
      `--pidfile=${dir}/pid`,
      `--userdb=${dir}/db`,
      "--log-file=stdout",
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const stop = async () => {
    child.kill("SIGKILL");
    await child.status;
    await Deno.remove(dir, { recursive: true });
  };
  if (!await isUp(port) || !await isUp(tlsPort)) {
    await stop();
    throw new Error("coturn did not start");
  }
  return {
    port,
    env: {
      TURN_URLS: `turn:127.0.0.1:${port},turns:127.0.0.1:${tlsPort}`,
      TURN_SECRET: SECRET,
    },
    [Symbol.asyncDispose]: stop,
  };
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

/** Tries for twenty seconds. */
async function isUp(port: number): Promise<boolean> {
  for (let i = 0; i < 200; i++) {
    try {
      using _ = await Deno.connect({ hostname: "127.0.0.1", port });
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return false;
}
