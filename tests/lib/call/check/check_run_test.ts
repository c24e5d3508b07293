import { deepEqual, equal } from "node:assert/strict";
import { MediaError } from "@/lib/call/media/media.ts";
import { CheckRun, DEVICE_TIMEOUT_MS } from "@/lib/call/check/check_run.ts";
import type { CheckDeps } from "@/lib/call/check/check_deps.ts";
import { EVENTS_TIMEOUT_MS, SLOW_MS } from "@/lib/call/check/network_checks.ts";
import type { MediaErrorReason } from "@/lib/protocol/reasons.ts";
import { settle } from "../fakes.ts";
import { fakeProbes, fakeStream } from "./fakes.ts";

const SERVERS = [
  { urls: "stun:a.example" },
  { urls: ["turn:a.example"], username: "u", credential: "c" },
];

/** A check in a browser where everything works, but for what is given. */
function setUp(change: Partial<CheckDeps> = {}) {
  const probes = fakeProbes();
  const streams: ReturnType<typeof fakeStream>[] = [];
  const heard: { say: (level: number) => void; isOver: boolean } = {
    say: () => {},
    isOver: false,
  };
  const run = new CheckRun({
    ...probes,
    openMedia: () => {
      const stream = fakeStream();
      streams.push(stream);
      return Promise.resolve(stream);
    },
    getIceServers: () => Promise.resolve(SERVERS),
    ping: () => Promise.resolve(),
    openEvents: () => Promise.resolve(),
    listen: (_stream, onLevel) => {
      heard.say = onLevel;
      return () => void (heard.isOver = true);
    },
    onChange: () => {},
    ...change,
  });
  const result = (id: keyof typeof run.view.results) => run.view.results[id];
  return { run, result, streams, heard, ...probes };
}

function refuse(reason: MediaErrorReason): Promise<never> {
  return Promise.reject(new MediaError(reason));
}

Deno.test("CheckRun finds that all is well", async () => {
  const { run, result, connections, heard } = setUp();
  run.start();
  equal(run.view.verdict, "running");
  await settle();
  run.noteFrame();
  heard.say(0.5);
  for (const connection of connections) {
    const { iceTransportPolicy } = connection.config;
    connection.gather(iceTransportPolicy === "relay" ? "relay" : "srflx");
  }
  await settle();
  equal(run.view.level, 0.5);
  equal(run.view.verdict, "good");
  deepEqual(result("turn-udp"), { status: "ok", tookMs: 0 });
  deepEqual(result("turn-tls"), { status: "skipped", problem: "no-relay" });
});

Deno.test("CheckRun asks for each device alone when both together fail", async () => {
  const asked: string[] = [];
  const { run, result, streams } = setUp({
    openMedia: (wanted) => {
      asked.push(Object.keys(wanted).sort().join());
      if (wanted.video) return refuse("no-device");
      const stream = fakeStream();
      streams.push(stream);
      return Promise.resolve(stream);
    },
  });
  run.start();
  await settle();
  deepEqual(asked, ["audio,video", "video", "audio"]);
  deepEqual(result("camera"), { status: "failed", problem: "camera-missing" });
  equal(result("microphone").status, "running");
  equal(run.view.picture, null);
  run.stop();
  equal(streams[0]!.isStopped, true);
});

Deno.test("CheckRun warns of a device that shows or says nothing, until it does", async () => {
  const { run, result, heard, timers } = setUp();
  run.start();
  await settle();
  heard.say(0.01);
  await timers.advance(DEVICE_TIMEOUT_MS);
  deepEqual(result("camera"), { status: "warning", problem: "camera-dark" });
  deepEqual(result("microphone"), {
    status: "warning",
    problem: "microphone-silent",
  });
  run.noteFrame();
  heard.say(0.5);
  heard.say(0);
  equal(result("camera").status, "ok");
  equal(result("microphone").status, "ok");
});

Deno.test("CheckRun turns the devices off, also those that come too late", async () => {
  const { run, streams, heard } = setUp();
  run.start();
  await settle();
  run.stop();
  equal(streams[0]!.isStopped, true);
  equal(heard.isOver, true);
  deepEqual([run.view.picture, run.view.level], [null, null]);
  run.start();
  run.stop();
  await settle();
  equal(streams[1]!.isStopped, true);
  equal(run.view.picture, null);
});

Deno.test("CheckRun closes the connections of its probes when it stops", async () => {
  const { run, connections, timers } = setUp({
    openEvents: (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  });
  run.start();
  await settle();
  equal(connections.length, 2);
  run.stop();
  await settle();
  deepEqual(connections.map(({ isClosed }) => isClosed), [true, true]);
  equal(timers.pending, 0);
});

Deno.test("CheckRun that stops while our server is asked opens no stream of events", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let opened = 0;
  const { run } = setUp({
    ping: () => promise,
    openEvents: () => Promise.resolve(opened++),
  });
  run.start();
  await settle();
  run.stop();
  resolve();
  await settle();
  equal(opened, 0);
});

Deno.test("CheckRun that stops before the servers are known asks none of them", async () => {
  const { promise, resolve } = Promise.withResolvers<typeof SERVERS>();
  const { run, connections } = setUp({ getIceServers: () => promise });
  run.start();
  await settle();
  run.stop();
  resolve(SERVERS);
  await settle();
  equal(connections.length, 0);
});

Deno.test("CheckRun drops what an older run still finds", async () => {
  const { run, result, connections } = setUp();
  run.start();
  await settle();
  const older = [...connections];
  run.start();
  await settle();
  for (const connection of older) connection.finish();
  await settle();
  equal(result("turn-udp").status, "running");
});

Deno.test("CheckRun looks no further when our server is away", async () => {
  const { run, result, connections } = setUp({
    ping: () => Promise.reject(new Error("offline")),
  });
  run.start();
  await settle();
  deepEqual(result("server"), {
    status: "failed",
    problem: "server-unreachable",
  });
  equal(result("stun").status, "skipped");
  equal(connections.length, 0);
});

Deno.test("CheckRun measures the fastest of three answers", async () => {
  for (
    const [fastestMs, status] of [[SLOW_MS, "ok"], [SLOW_MS + 1, "warning"]]
  ) {
    const delaysMs = [3_000, Number(fastestMs), 3_000];
    const { run, result, timers } = setUp({
      ping: () =>
        new Promise((resolve) => {
          timers.after(delaysMs.shift()!, () => resolve(null));
        }),
    });
    run.start();
    await timers.advance(10_000);
    equal(result("server").status, status);
    run.stop();
  }
});

Deno.test("CheckRun warns when events are refused or held up", async () => {
  const problem = { status: "warning", problem: "events-held-up" } as const;
  const refused = setUp({ openEvents: () => Promise.reject(new Error("no")) });
  refused.run.start();
  await settle();
  deepEqual(refused.result("events"), problem);
  let isAborted = false;
  const held = setUp({
    openEvents: (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          isAborted = true;
          reject(signal.reason);
        });
      }),
  });
  held.run.start();
  await held.timers.advance(EVENTS_TIMEOUT_MS - 1);
  equal(held.result("events").status, "running");
  await held.timers.advance(1);
  deepEqual(held.result("events"), problem);
  equal(isAborted, true);
});

const paths: [number, string, string][] = [
  [401, "turn-udp", "relay-refused"],
  [486, "turn-udp", "relay-full"],
  [701, "turn-udp", "relay-udp-blocked"],
  [701, "turn-tcp", "relay-tcp-blocked"],
  [701, "turn-tls", "relay-tls-blocked"],
];
for (const [code, id, problem] of paths) {
  Deno.test(`CheckRun names ${problem} after error ${code} of ${id}`, async () => {
    const url = {
      "turn-udp": "turn:a.example",
      "turn-tcp": "turn:a.example?transport=tcp",
      "turn-tls": "turns:a.example",
    }[id]!;
    const { run, result, connections } = setUp({
      getIceServers: () => Promise.resolve([{ urls: url }]),
    });
    run.start();
    await settle();
    connections[0]!.fail(code);
    connections[0]!.finish();
    await settle();
    deepEqual(result(id as "turn-udp"), { status: "failed", problem });
    deepEqual(result("stun"), { status: "skipped", problem: "no-stun" });
  });
}

Deno.test("CheckRun says so when the browser cannot make calls", async () => {
  const { run, result } = setUp({
    createConnection: () => {
      throw new TypeError("no WebRTC");
    },
  });
  run.start();
  await settle();
  deepEqual(result("stun"), { status: "failed", problem: "unsupported" });
});

/** A browser that throws at a port that it blocks, as Firefox does. */
function refusing(blocked: string) {
  const probes = fakeProbes();
  const createConnection = (config: RTCConfiguration) => {
    const urls = (config.iceServers ?? []).flatMap(({ urls }) => urls);
    if (urls.includes(blocked)) throw new SyntaxError("a blocked port");
    return probes.createConnection(config);
  };
  return { ...probes, createConnection };
}

Deno.test("CheckRun leaves open what the browser does not ask", async () => {
  const { run, result } = setUp({
    ...refusing("stun:a.example:5060"),
    getIceServers: () => Promise.resolve([{ urls: "stun:a.example:5060" }]),
  });
  run.start();
  await settle();
  deepEqual(result("stun"), { status: "warning", problem: "server-unused" });
});

Deno.test("CheckRun asks the other server of two where one is refused", async () => {
  const browser = refusing("stun:a.example:5060");
  const urls = ["stun:a.example:5060", "stun:b.example"];
  const { run, result } = setUp({
    ...browser,
    getIceServers: () => Promise.resolve([{ urls }]),
  });
  run.start();
  await settle();
  deepEqual(browser.connections[0]!.config.iceServers, [
    { urls: ["stun:b.example"] },
  ]);
  browser.connections[0]!.gather("srflx");
  await settle();
  equal(result("stun").status, "ok");
});
