import { deepEqual, equal, ok, rejects, strictEqual } from "node:assert/strict";
import { LocalMedia } from "@/lib/call/media/local_media.ts";
import { FakeStream } from "@/tests/lib/call/fake_media.ts";

/** Devices that open when told to. */
function devices() {
  const asked: PromiseWithResolvers<MediaStream>[] = [];
  let lost = 0;
  const media = new LocalMedia(() => {
    asked.push(Promise.withResolvers<MediaStream>());
    return asked.at(-1)!.promise;
  }, () => lost++);
  return { media, asked, lost: () => lost };
}

const isStopped = (stream: FakeStream) =>
  stream.getTracks().every((track) => track.isStopped);

Deno.test("open() gives the stream, switched as it was set before", async () => {
  const { media, asked } = devices();
  const stream = new FakeStream();
  media.setToggles({ isMicOn: false, isCameraOn: true });
  const opened = media.open();
  asked[0]!.resolve(stream.asStream);
  strictEqual(await opened, stream.asStream);
  deepEqual([stream.audio.enabled, stream.video.enabled], [false, true]);
});

Deno.test("open() closes a stream that came after its visitor left", async () => {
  const { media, asked } = devices();
  const [first, second] = [new FakeStream(), new FakeStream()];
  const given = media.open();
  media.close();
  const wanted = media.open();
  asked[1]!.resolve(second.asStream);
  asked[0]!.resolve(first.asStream);
  equal(await given, null);
  strictEqual(await wanted, second.asStream);
  ok(isStopped(first));
  ok(!isStopped(second));
});

Deno.test("open() fails only while it is wanted", async () => {
  const { media, asked } = devices();
  const given = media.open();
  media.close();
  asked[0]!.reject(new Error("denied"));
  equal(await given, null);
  const wanted = media.open();
  asked[1]!.reject(new Error("denied"));
  await rejects(wanted, /denied/);
});

Deno.test("open() leaves out a device that went while it was opened", async () => {
  const { media, asked } = devices();
  const stream = new FakeStream();
  const opened = media.open();
  asked[0]!.resolve(stream.asStream);
  stream.video.unplug();
  await opened;
  deepEqual(stream.getTracks(), [stream.audio]);
});

Deno.test("open() fails when all went while they were opened", async () => {
  const { media, asked } = devices();
  const stream = new FakeStream();
  const opened = media.open();
  asked[0]!.resolve(stream.asStream);
  stream.unplug();
  await rejects(opened, { reason: "no-device" });
  equal(media.stream, null);
});

Deno.test("a device that goes by itself is told, a closed one is not", async () => {
  const { media, asked, lost } = devices();
  const stream = new FakeStream();
  const opened = media.open();
  asked[0]!.resolve(stream.asStream);
  await opened;
  stream.video.dispatchEvent(new Event("ended"));
  equal(lost(), 1);
  media.close();
  stream.video.dispatchEvent(new Event("ended"));
  equal(lost(), 1);
  ok(isStopped(stream));
});

Deno.test("reopen() puts another device into the same stream, switched as before", async () => {
  const { media, asked } = devices();
  const stream = new FakeStream();
  const opened = media.open();
  asked[0]!.resolve(stream.asStream);
  await opened;
  media.setToggles({ isMicOn: true, isCameraOn: false });
  const reopened = media.reopen("video");
  ok(stream.video.isStopped, "phones open one camera at a time");
  const other = new FakeStream();
  other.removeTrack(other.audio);
  asked[1]!.resolve(other.asStream);
  equal(await reopened, true);
  deepEqual(stream.getTracks(), [stream.audio, other.video]);
  deepEqual([stream.audio.isStopped, other.video.enabled], [false, false]);
  strictEqual(media.stream, stream.asStream);
});

Deno.test("reopen() of two devices at once keeps one track of each kind", async () => {
  const { media, asked } = devices();
  const stream = new FakeStream();
  const opened = media.open();
  asked[0]!.resolve(stream.asStream);
  await opened;
  const both = [media.reopen("audio"), media.reopen("audio")];
  const others = [new FakeStream(), new FakeStream()];
  others.forEach((other, i) => {
    other.removeTrack(other.video);
    asked[i + 1]!.resolve(other.asStream);
  });
  await Promise.all(both);
  deepEqual(stream.getTracks(), [stream.video, others[1]!.audio]);
  ok(others[0]!.audio.isStopped);
});

Deno.test("reopen() opens nothing for one who left meanwhile, or never came", async () => {
  const { media, asked } = devices();
  equal(await media.reopen("audio"), false);
  const stream = new FakeStream();
  const opened = media.open();
  asked[0]!.resolve(stream.asStream);
  await opened;
  const reopened = media.reopen("audio");
  media.close();
  const other = new FakeStream();
  asked[1]!.resolve(other.asStream);
  equal(await reopened, false);
  ok(isStopped(other));
});

Deno.test("a device that was switched away from is not missed when it goes", async () => {
  const { media, asked, lost } = devices();
  const stream = new FakeStream();
  const opened = media.open();
  asked[0]!.resolve(stream.asStream);
  await opened;
  const reopened = media.reopen("audio");
  const other = new FakeStream();
  other.removeTrack(other.video);
  asked[1]!.resolve(other.asStream);
  await reopened;
  stream.audio.dispatchEvent(new Event("ended"));
  equal(lost(), 0);
  other.audio.dispatchEvent(new Event("ended"));
  equal(lost(), 1);
});
