/**
 * A call inside one page: two peer connections made from scratch and wired up
 * by hand. There is no server in between, and nothing is ready ahead.
 *
 * @module
 */

import type { Page } from "playwright-core";

/**
 * Makes the call once. The picture is on the screen, as it is on the site, since
 * a browser tells of its frames at another moment where it is not.
 *
 * @param constraints The camera and microphone that both connections send.
 * @returns Milliseconds from the first connection to the first remote frame.
 */
export async function callInOnePage(
  page: Page,
  constraints: MediaStreamConstraints,
): Promise<number> {
  return await page.evaluate(async (constraints) => {
    const media = await navigator.mediaDevices.getUserMedia(constraints);
    const video = document.createElement("video");
    video.muted = video.autoplay = video.playsInline = true;
    video.style.cssText = "position:fixed;inset:0;width:100%;height:100%";
    document.body.append(video);
    const startedAt = performance.now();
    const [one, two] = [new RTCPeerConnection(), new RTCPeerConnection()];
    one.onicecandidate = ({ candidate }) => two.addIceCandidate(candidate!);
    two.onicecandidate = ({ candidate }) => one.addIceCandidate(candidate!);
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
    video.remove();
    for (const track of media.getTracks()) track.stop();
    return tookMs;
  }, constraints);
}
