import { deepEqual, equal, rejects } from "node:assert/strict";
import { countedBody } from "@/lib/http/counted_body.ts";

function watched(source: ReadableStream<Uint8Array>) {
  const seen: (number | boolean)[] = [];
  const body = countedBody(source, {
    onBytes: (bytes) => seen.push(bytes),
    onEnd: (isAborted) => seen.push(isAborted),
  });
  return { body, seen };
}

const chunks = (...sizes: number[]) =>
  ReadableStream.from(sizes.map((size) => new Uint8Array(size)));

Deno.test("countedBody() passes everything on and says when it ended", async () => {
  const { body, seen } = watched(chunks(3, 0, 5));
  equal((await new Response(body).bytes()).length, 8);
  deepEqual(seen, [3, 0, 5, false]);
});

Deno.test("countedBody() counts only what was taken before a hang-up", async () => {
  let canceled: unknown;
  const { body, seen } = watched(
    new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel: (reason) => void (canceled = reason),
    }),
  );
  const reader = body.getReader();
  await reader.read();
  await reader.read();
  await reader.cancel("gone");
  deepEqual(seen, [10, 10, true]);
  equal(canceled, "gone");
});

Deno.test("countedBody() ends once when the client leaves a silent stream", async () => {
  const { body, seen } = watched(new ReadableStream());
  const reader = body.getReader();
  const reading = reader.read();
  await reader.cancel();
  equal((await reading).done, true);
  deepEqual(seen, [true]);
});

Deno.test("countedBody() calls a body that breaks off aborted", async () => {
  const { body, seen } = watched(
    new ReadableStream({
      pull() {
        throw new Error("disk is gone");
      },
    }),
  );
  await rejects(new Response(body).bytes(), /disk is gone/);
  deepEqual(seen, [true]);
});
