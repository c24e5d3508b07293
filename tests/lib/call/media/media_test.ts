import { equal, rejects, strictEqual } from "node:assert/strict";
import { openMedia } from "@/lib/call/media/media.ts";
import { FakeStream } from "@/tests/lib/call/fakes.ts";

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
  equal(Boolean(asked?.audio && asked.video), true);
});
