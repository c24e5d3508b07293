/**
 * `deno task bench:first-frame`: from asking for a partner to the first remote
 * frame, against two peer connections wired up inside one page. Prints; never
 * fails on a figure.
 *
 *     deno task bench:first-frame [--rounds=15]
 *
 * @module
 */

import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { Visitors } from "@/tests/e2e/browser.ts";
import { startServer } from "@/tests/server_process.ts";

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Wires two connections up inside a page; milliseconds to the first frame. */
async function inOnePage(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const media = await navigator.mediaDevices.getUserMedia({
      video: true,
      audio: true,
    });
    const startedAt = performance.now();
    const [one, two] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.onicecandidate = ({ candidate }) => two.addIceCandidate(candidate!);
    two.onicecandidate = ({ candidate }) => one.addIceCandidate(candidate!);
    const video = document.createElement("video");
    video.muted = true;
    const firstFrame = new Promise<number>((resolve) => {
      video.requestVideoFrameCallback(() => resolve(performance.now()));
    });
    two.ontrack = ({ streams }) => {
      video.srcObject = streams[0]!;
      void video.play();
    };
    for (const track of media.getTracks()) {
      one.addTrack(track, media);
      two.addTrack(track, media);
    }
    await one.setLocalDescription();
    await two.setRemoteDescription(one.localDescription!);
    await two.setLocalDescription();
    await one.setRemoteDescription(two.localDescription!);
    const tookMs = await firstFrame - startedAt;
    one.close();
    two.close();
    for (const track of media.getTracks()) track.stop();
    return tookMs;
  });
}

/** Lets a waiting visitor be met; milliseconds for the one who arrives. */
async function throughTheSite(visitors: Visitors): Promise<number> {
  const waiting = await visitors.open("/chat");
  const arriving = await visitors.open("/chat");
  await waiting.press("start");
  await waiting.reaches("waiting");
  await waiting.page.waitForTimeout(1_000);
  await arriving.press("start");
  await arriving.page.waitForFunction(() =>
    performance.getEntriesByName("call:first-frame").length > 0
  );
  const marks = await arriving.marks();
  for (const visitor of [waiting, arriving]) {
    await visitor.press("stop");
    await visitor.close();
  }
  return marks["call:first-frame"]! - marks["call:start"]!;
}

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "15" } },
});
await using server = await startServer();
await using visitors = await Visitors.launch(server.baseUrl);
const page = (await visitors.open("/terms")).page;
const site: number[] = [];
const base: number[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  base.push(await inOnePage(page));
  site.push(await throughTheSite(visitors));
}
print(`first remote frame, ${values.rounds} rounds, median`);
print(`  two connections in one page  ${median(base).toFixed(0)} ms`);
print(`  call:start to first frame    ${median(site).toFixed(0)} ms`);
print(`  ratio ${(median(site) / median(base)).toFixed(2)}`);
