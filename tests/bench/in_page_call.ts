/**
 * A call inside one page: two peer connections made from scratch and wired up
 * by hand. There is no server in between, and nothing is ready ahead.
 *
 * @module
 */

import type { Page } from "playwright-core";
import type { Steps } from "./site_call.ts";

/**
 * Makes the call once. The picture is on the screen, as it is on the site, since
 * a browser tells of its frames at another moment where it is not.
 *
 * @param constraints The camera and microphone that both connections send.
 * @returns Milliseconds from the first connection to the steps of the one that
 * answers, by the names that they have on the site.
 */
export async function callInOnePage(
  page: Page,
  constraints: MediaStreamConstraints,
): Promise<Steps> {
  return await page.evaluate(async (constraints) => {
    const media = await navigator.mediaDevices.getUserMedia(constraints);
    const video = document.createElement("video");
    video.muted = video.autoplay = video.playsInline = true;
    video.style.cssText = "position:fixed;inset:0;width:100%;height:100%";
    document.body.append(video);
    const startedAt = performance.now();
    const steps: Record<string, number> = {};
    const reach = (step: string) => {
      steps[step] ??= performance.now() - startedAt;
    };
    const [one, two] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.onicecandidate = ({ candidate }) => two.addIceCandidate(candidate!);
    two.onicecandidate = ({ candidate }) => {
      reach("local-candidate");
      one.addIceCandidate(candidate!);
    };
    two.oniceconnectionstatechange = () => {
      if (two.iceConnectionState === "connected") reach("ice");
    };
    two.onconnectionstatechange = () => {
      if (two.connectionState === "connected") reach("dtls");
    };
    const firstFrame = new Promise<void>((resolve) => {
      video.requestVideoFrameCallback(() => resolve());
    });
    two.ontrack = ({ track, streams }) => {
      track.addEventListener("unmute", () => reach("first-packet"));
      video.srcObject = streams[0]!;
      void video.play();
    };
    for (const track of media.getTracks()) {
      one.addTrack(track, media);
      two.addTrack(track, media);
    }
    await one.setLocalDescription();
    reach("offer");
    await two.setRemoteDescription(one.localDescription!);
    await two.setLocalDescription();
    reach("answer");
    await one.setRemoteDescription(two.localDescription!);
    await firstFrame;
    reach("first-frame");
    one.close();
    two.close();
    video.remove();
    for (const track of media.getTracks()) track.stop();
    return steps;
  }, constraints);
}
