import { deepEqual, equal, rejects, strictEqual } from "node:assert/strict";
import { openMedia } from "@/lib/call/media/media.ts";
import { FakeStream } from "@/tests/lib/call/fake_media.ts";

const failing = (error: unknown) => ({
  getUserMedia: () => Promise.reject(error),
});

for (
  const [name, reason] of [
    ["NotAllowedError", "denied"],
    ["NotFoundError", "no-device"],
    ["OverconstrainedError", "no-device"],
    ["NotReadableError", "in-use"],
    ["AbortError", "in-use"],
    ["SecurityError", "insecure"],
    ["SomethingNew", "unknown"],
  ] as const
) {
  Deno.test(`openMedia() calls ${name} ${reason}`, async () => {
    const devices = failing(new DOMException("no", name));
    await rejects(openMedia(devices), { name: "MediaError", reason });
  });
}

Deno.test("openMedia() calls a page without devices insecure", async () => {
  await rejects(openMedia(undefined), { reason: "insecure" });
});

Deno.test("openMedia() gives the stream, asked for with sound and picture", async () => {
  const stream = new FakeStream().asStream;
  let asked: MediaStreamConstraints | undefined;
  const opened = await openMedia({
    getUserMedia(constraints) {
      asked = constraints;
      return Promise.resolve(stream);
    },
  });
  strictEqual(opened, stream);
  deepEqual(
    opened.getTracks().map(({ kind, contentHint }) => [kind, contentHint]),
    [["audio", "speech"], ["video", "motion"]],
  );
  equal(Boolean(asked?.audio && asked.video), true);
});

Deno.test("openMedia() asks for the devices that were chosen, and no more", async () => {
  const asked: MediaStreamConstraints[] = [];
  const devices = {
    getUserMedia(wanted: MediaStreamConstraints) {
      asked.push(wanted);
      return Promise.resolve(new FakeStream().asStream);
    },
  };
  const choice = { cameraId: "cam", microphoneId: "mic", facing: "user" };
  await openMedia(devices, { choice: { ...choice, facing: "user" } });
  await openMedia(devices, {
    kind: "video",
    choice: { ...choice, cameraId: "", facing: "environment" },
  });
  await openMedia(devices, { kind: "audio" });
  const [both, back, sound] = asked as Record<string, MediaTrackConstraints>[];
  deepEqual(both!.video!.deviceId, { exact: "cam" });
  deepEqual(both!.audio!.deviceId, { exact: "mic" });
  equal(back!.audio, undefined);
  deepEqual([back!.video!.facingMode, back!.video!.deviceId], [
    "environment",
    undefined,
  ]);
  deepEqual([sound!.video, sound!.audio!.deviceId], [undefined, undefined]);
});

Deno.test("openMedia() goes on with any device where the chosen one is gone", async () => {
  const asked: MediaStreamConstraints[] = [];
  const stream = new FakeStream().asStream;
  const devices = {
    getUserMedia(wanted: MediaStreamConstraints) {
      asked.push(wanted);
      return asked.length === 1
        ? Promise.reject(new DOMException("gone", "OverconstrainedError"))
        : Promise.resolve(stream);
    },
  };
  const choice = { cameraId: "old", microphoneId: "", facing: "user" } as const;
  equal(await openMedia(devices, { choice, kind: "video" }), stream);
  const [first, second] = asked as Record<string, MediaTrackConstraints>[];
  deepEqual(first!.video!.deviceId, { exact: "old" });
  deepEqual([second!.video!.deviceId, second!.audio], [undefined, undefined]);
});
