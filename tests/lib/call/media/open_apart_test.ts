import { deepEqual, equal, rejects, strictEqual } from "node:assert/strict";
import { MediaError, type MediaKind } from "@/lib/call/media/media.ts";
import { missingKinds, openWhatThereIs } from "@/lib/call/media/open_apart.ts";
import type { MediaErrorReason } from "@/lib/protocol/reasons.ts";
import { FakeStream } from "@/tests/lib/call/fake_media.ts";

/** A browser that has only these devices, and fails a request for more. */
function browser(has: MediaKind[], reason: MediaErrorReason = "no-device") {
  const asked: (MediaKind | "both")[] = [];
  const open = (kind?: MediaKind) => {
    asked.push(kind ?? "both");
    return kind !== undefined && has.includes(kind)
      ? Promise.resolve(new FakeStream(kind).asStream)
      : Promise.reject(new MediaError(reason));
  };
  return { open, asked };
}

Deno.test("openWhatThereIs() asks once where both are there", async () => {
  const stream = new FakeStream().asStream;
  let count = 0;
  const open = () => (count++, Promise.resolve(stream));
  strictEqual(await openWhatThereIs(open), stream);
  equal(count, 1);
});

for (const reason of ["denied", "no-device", "in-use"] as const) {
  for (const kind of ["audio", "video"] as const) {
    Deno.test(`openWhatThereIs() gives ${kind} alone where both are ${reason}`, async () => {
      const stream = await openWhatThereIs(browser([kind], reason).open);
      deepEqual(stream.getTracks().map((track) => track.kind), [kind]);
      equal(missingKinds(stream).length, 1);
    });
  }
}

Deno.test("openWhatThereIs() puts together what only comes apart", async () => {
  const stream = await openWhatThereIs(browser(["audio", "video"]).open);
  deepEqual(missingKinds(stream), []);
});

Deno.test("openWhatThereIs() fails as the request for both did", async () => {
  const { open, asked } = browser([], "denied");
  await rejects(openWhatThereIs(open), { reason: "denied" });
  deepEqual(asked, ["both", "video", "audio"]);
});

Deno.test("openWhatThereIs() does not ask an insecure page again", async () => {
  const { open, asked } = browser(["audio"], "insecure");
  await rejects(openWhatThereIs(open), { reason: "insecure" });
  deepEqual(asked, ["both"]);
});

Deno.test("missingKinds() misses nothing before the devices are open", () => {
  deepEqual(missingKinds(null), []);
});
