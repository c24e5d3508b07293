import { equal } from "node:assert/strict";
import {
  type FrameSource,
  watchFirstFrame,
} from "@/lib/call/media/first_frame.ts";

/** A video element that presents and loads on demand. */
function fakeVideo({ presents }: { presents: boolean }) {
  const target = new EventTarget();
  let present = () => {};
  const video: FrameSource = {
    addEventListener: (...args) => target.addEventListener(...args),
    ...(presents && {
      requestVideoFrameCallback(callback: () => void) {
        present = callback;
        return 1;
      },
    }),
  };
  return {
    video,
    present: () => present(),
    load: () => target.dispatchEvent(new Event("loadeddata")),
  };
}

Deno.test("watchFirstFrame() waits for the frame that is presented", () => {
  let frames = 0;
  const { video, present, load } = fakeVideo({ presents: true });
  watchFirstFrame(video, () => frames++, () => false);
  load();
  equal(frames, 0);
  present();
  present();
  equal(frames, 1);
});

for (const presents of [true, false]) {
  const where = presents ? "in a hidden page" : "in an old browser";
  Deno.test(`watchFirstFrame() takes the first loaded frame ${where}`, () => {
    let frames = 0;
    const { video, load } = fakeVideo({ presents });
    watchFirstFrame(video, () => frames++, () => presents);
    load();
    load();
    equal(frames, 1);
  });
}

Deno.test("watchFirstFrame() tells nothing after its end", () => {
  let frames = 0;
  const { video, present, load } = fakeVideo({ presents: true });
  watchFirstFrame(video, () => frames++, () => true)();
  present();
  load();
  equal(frames, 0);
});
