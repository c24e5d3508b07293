import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { DescriptorUse } from "@/lib/app/listening/descriptors.ts";
import {
  Listener,
  type ListeningServer,
  MAX_IDLE_CONNECTIONS,
} from "@/lib/app/listening/listener.ts";
import { testLog } from "@/tests/helpers.ts";

/** A server that ends when it is told to. */
class FakeServer implements ListeningServer {
  readonly #end = Promise.withResolvers<void>();
  readonly finished = this.#end.promise;
  isShutDown = false;

  fail(): void {
    this.#end.reject(new Error("Too many open files (os error 24)"));
  }

  shutdown(): Promise<void> {
    this.isShutDown = true;
    return Promise.resolve();
  }
}

/** A port that may be taken for a while, and the servers it saw. */
function fakePort() {
  const { log, lines } = testLog();
  const port = {
    servers: [] as FakeServer[],
    lines,
    refusals: 0,
    use: { open: 30, limit: 1024 } as DescriptorUse | null,
    underWay: 0,
    deps: {
      log,
      descriptors: () => Promise.resolve(port.use),
      requestsUnderWay: () => port.underWay,
      pause: () => Promise.resolve(),
      listen() {
        if (port.refusals-- > 0) throw new Deno.errors.AddrInUse("in use");
        const server = new FakeServer();
        port.servers.push(server);
        return server;
      },
    },
  };
  return port;
}

/** Lets what is ready to run do so. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("Listener listens again after the accept loop ended", async () => {
  const port = fakePort();
  await Listener.start(port.deps);
  port.servers[0]!.fail();
  await settled();
  equal(port.servers.length, 2);
  equal(port.servers[0]!.isShutDown, true, "its idle connections must go");
  ok(port.lines.some((line) => line.includes("Too many open files")));
});

Deno.test("Listener tries again until the port is free", async () => {
  const port = fakePort();
  const listener = await Listener.start(port.deps);
  port.refusals = 20;
  await listener.renew();
  equal(port.servers.length, 2);
  ok(port.lines.some((line) => line.includes("cannot listen")));
});

Deno.test("Listener says nothing of a port that is free again at once", async () => {
  const port = fakePort();
  const listener = await Listener.start(port.deps);
  port.refusals = 1;
  await listener.renew();
  equal(port.servers.length, 2);
  deepEqual(port.lines.filter((line) => line.includes("cannot listen")), []);
});

Deno.test("Listener.start() does not wait for a port of somebody else", async () => {
  const port = fakePort();
  port.refusals = 1;
  await rejects(Listener.start(port.deps), Deno.errors.AddrInUse);
});

Deno.test("Listener.check() renews when too many connections send nothing", async () => {
  const port = fakePort();
  const listener = await Listener.start(port.deps);
  port.use = { open: 30 + MAX_IDLE_CONNECTIONS, limit: 1024 };
  await listener.check();
  equal(port.servers.length, 1);
  port.use = { open: 31 + MAX_IDLE_CONNECTIONS, limit: 1024 };
  await listener.check();
  equal(port.servers.length, 2);
});

Deno.test("Listener.check() leaves connections alone that are in use", async () => {
  const port = fakePort();
  const listener = await Listener.start(port.deps);
  port.use = { open: 30 + MAX_IDLE_CONNECTIONS + 60, limit: 1024 };
  port.underWay = 20;
  for (let remotePort = 1; remotePort <= 40; remotePort++) {
    listener.noteRequest(remotePort);
  }
  await listener.check();
  equal(port.servers.length, 1);
  await listener.check();
  equal(port.servers.length, 1, "a request of the interval before counts too");
  await listener.check();
  equal(port.servers.length, 2);
});

Deno.test("Listener.check() does nothing where nobody counts descriptors", async () => {
  const port = fakePort();
  const listener = await Listener.start(port.deps);
  port.use = null;
  await listener.check();
  equal(port.servers.length, 1);
});

Deno.test("Listener.stop() ends the server and starts no other", async () => {
  const port = fakePort();
  const listener = await Listener.start(port.deps);
  await listener.stop();
  equal(port.servers[0]!.isShutDown, true);
  port.servers[0]!.fail();
  await settled();
  equal(port.servers.length, 1);
});
