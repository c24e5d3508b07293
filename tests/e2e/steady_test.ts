import { deepEqual, ok } from "node:assert/strict";
import { startServer, TEST_ADMIN_TOKEN } from "@/tests/server_process.ts";
import { type Visitor, Visitors } from "./browser.ts";
import { e2e } from "./e2e.ts";
import { layoutProblems } from "./layout.ts";
import { OwnNetwork } from "./own_network.ts";

/** Two visitors who see each other; the first one is the caller. */
async function callOf(visitors: Visitors): Promise<[Visitor, Visitor]> {
  const both = await visitors.openCall();
  for (const visitor of both) await visitor.seesMovingVideo();
  return both;
}

for (const who of ["caller", "callee"] as const) {
  e2e(`a call goes on after the ${who} reloads the page`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const [caller, callee] = await callOf(visitors);
    const [leaving, staying] = who === "caller"
      ? [caller, callee]
      : [callee, caller];
    const answers: string[] = [];
    leaving.page.on("request", (request) => {
      answers.push(new URL(request.url()).pathname);
    });
    // Looked out for ahead: the call may be back before the page has loaded.
    const noticed = staying.shows("peer-reconnecting");
    await leaving.page.reload();
    await noticed;
    await leaving.reaches("live");
    for (const visitor of [leaving, staying]) {
      await visitor.shows("live");
      await visitor.seesNewVideo();
    }
    deepEqual(answers.filter((path) => path.endsWith("enqueue")), []);
    deepEqual(visitors.errors, []);
    await staying.press("stop");
    await leaving.reaches("waiting");
    // Each side tells of the end once, and of the call that went on none.
    deepEqual(await reasonsTold(server.baseUrl), ["left", "peer-left"]);
  });
}

/** How the pages said that calls had ended. */
async function reasonsTold(baseUrl: string): Promise<string[]> {
  const response = await fetch(
    `${baseUrl}/api/monitoring/export?what=kpis&format=json`,
    { headers: { authorization: `Bearer ${TEST_ADMIN_TOKEN}` } },
  );
  const beacons: { reason?: string }[] = await response.json();
  return beacons.flatMap(({ reason }) => reason ?? []).sort();
}

/** A server that can be killed and started again at the same place. */
async function mortalServer(isForgetful = false) {
  const dir = await Deno.makeTempDir({ prefix: "parley-steady-" });
  const KV_PATH = isForgetful ? ":memory:" : `${dir}/kv.sqlite`;
  let server = await startServer({ env: { KV_PATH } });
  const { baseUrl } = server;
  const { port } = new URL(baseUrl);
  return {
    baseUrl,
    kill: () => server.stop("SIGKILL"),
    async startAgain() {
      server = await startServer({ env: { KV_PATH, PORT: port } });
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

for (const isForgetful of [false, true]) {
  const what = isForgetful ? ", and has forgotten it" : "";
  e2e(
    `a call goes on while the server is killed and comes back${what}`,
    async () => {
      await using server = await mortalServer(isForgetful);
      await using visitors = await Visitors.launch(server.baseUrl);
      const [caller, callee] = await callOf(visitors);
      await server.kill();
      await caller.page.waitForTimeout(3_000);
      await server.startAgain();
      const back = (request: { url(): string }) =>
        request.url().endsWith("/api/rtc/matchmake");
      // Both have asked about their call by then.
      await Promise.all(
        [caller, callee].map(({ page }) =>
          page.waitForResponse(back, { timeout: 40_000 })
        ),
      );
      await caller.page.waitForTimeout(1_000);
      for (const visitor of [caller, callee]) {
        await visitor.shows("live");
        await visitor.seesNewVideo();
      }
      await caller.press("stop");
      await callee.shows("waiting");
      deepEqual(visitors.errors, []);
    },
  );
}

e2e("a search goes on by itself after an outage", async () => {
  await using server = await mortalServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [one, two] = await visitors.openTwo("/chat");
  await one.press("start");
  await one.reaches("waiting");
  await server.kill();
  await two.press("start");
  await one.shows("unreachable");
  await two.shows("unreachable");
  await server.startAgain();
  for (const visitor of [one, two]) {
    await visitor.shows("live");
    await visitor.seesMovingVideo();
  }
});

const cutPath = async () => {
  await using network = await OwnNetwork.open();
  const { prefix } = network;
  await using server = await startServer({ prefix });
  await using visitors = await Visitors.launch(server.baseUrl, {
    executablePath: await network.browser(),
  });
  const [caller, callee] = await callOf(visitors);
  const restart = caller.page.waitForRequest(
    (request) =>
      request.url().endsWith("/api/rtc/offer") &&
      request.postDataJSON().gen > 0,
    { timeout: 60_000 },
  );
  await network.cut();
  // Either side may hear of the other's trouble before it has its own.
  await Promise.all([caller, callee].map(async ({ page }) => {
    const cover = page.getByTestId("reconnecting");
    await cover.waitFor();
    ok(/reconnecting… \d+ s/i.test(await cover.innerText()));
  }));
  await restart;
  await network.mend();
  for (const visitor of [caller, callee]) {
    await visitor.shows("live");
    await visitor.seesNewVideo();
  }
  deepEqual(visitors.errors, []);
};

// Only Linux's root may make networks; unit tests hold the rest elsewhere.
if (await OwnNetwork.isPossible()) {
  e2e("a call finds another path when the one it had is cut", cutPath);
}

e2e("a partner who vanished for good is followed by a search", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [caller, callee] = await callOf(visitors);
  // A page that crashes says nothing.
  caller.page.goto("chrome://crash").catch(() => {});
  await callee.shows("reconnecting");
  await callee.shows("waiting");
});

e2e("a call goes on without its camera, and with another one", async () => {
  await using server = await startServer();
  await using visitors = await Visitors.launch(server.baseUrl);
  const [caller, callee] = await callOf(visitors);
  // The made-up camera cannot be unplugged: the track says that it was.
  await caller.page.getByTestId("local-video").evaluate((video) => {
    const stream = (video as HTMLVideoElement).srcObject as MediaStream;
    const [track] = stream.getVideoTracks();
    track!.stop();
    track!.dispatchEvent(new Event("ended"));
  });
  const notice = caller.page.getByTestId("missing-video");
  await notice.waitFor();
  for (const [width, height] of [[390, 844], [667, 375], [1280, 800]]) {
    await caller.page.setViewportSize({ width: width!, height: height! });
    deepEqual(await layoutProblems(caller.page), []);
  }
  await callee.hearsAudio();
  await notice.getByRole("button").click();
  await notice.waitFor({ state: "detached" });
  await callee.seesNewVideo();
  for (const visitor of [caller, callee]) await visitor.shows("live");
  deepEqual(visitors.errors, []);
});

for (const kind of ["audio", "video"] as const) {
  e2e(`somebody who allows ${kind} alone has a call`, async () => {
    await using server = await startServer();
    await using visitors = await Visitors.launch(server.baseUrl);
    const [one, two] = await visitors.openTwo("/terms");
    await one.page.addInitScript((kind) => {
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = (wanted) => {
        const isMore = Boolean(wanted?.audio) && Boolean(wanted?.video);
        return isMore || !wanted?.[kind]
          ? Promise.reject(new DOMException("blocked", "NotAllowedError"))
          : open(wanted);
      };
    }, kind);
    for (const visitor of [one, two]) {
      await visitor.page.goto(`${server.baseUrl}/chat`);
      await visitor.press("start");
    }
    for (const visitor of [one, two]) await visitor.reaches("live");
    if (kind === "audio") await two.hearsAudio();
    else await two.seesMovingVideo();
    await one.seesMovingVideo();
    const missing = kind === "audio" ? "video" : "audio";
    await one.page.getByTestId(`missing-${missing}`).waitFor();
    deepEqual(visitors.errors, []);
  });
}
