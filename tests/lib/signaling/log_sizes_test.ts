import { deepEqual, equal } from "node:assert/strict";
import {
  LogSizes,
  LOOK_EVERY_CHARS,
  MAX_LOG_CHARS,
} from "@/lib/signaling/log_sizes.ts";

const LOG = { pairId: "p", side: "a" } as const;

/** A log of a given size that others may grow, counting who looks at it. */
function logOf(sizeChars = 0) {
  const log = { sizeChars, looks: 0 };
  const look = () => {
    log.looks++;
    return Promise.resolve(log.sizeChars);
  };
  return { log, look };
}

Deno.test("LogSizes never looks at the log of an ordinary call", async () => {
  const sizes = new LogSizes();
  const { log, look } = logOf();
  for (let i = 0; i < 40; i++) {
    equal(await sizes.reserve(LOG, 250, look), true);
  }
  equal(log.looks, 0);
});

Deno.test("LogSizes fills a log up to its limit, to the character", async () => {
  const sizes = new LogSizes();
  const { log, look } = logOf();
  const append = async (chars: number) => {
    const hasRoom = await sizes.reserve(LOG, chars, look);
    if (hasRoom) log.sizeChars += chars;
    return hasRoom;
  };
  while (await append(30_000));
  equal(log.sizeChars, Math.floor(MAX_LOG_CHARS / 30_000) * 30_000);
  const rest = MAX_LOG_CHARS - log.sizeChars;
  deepEqual([await append(rest + 1), await append(rest), await append(1)], [
    false,
    true,
    false,
  ]);
});

Deno.test("LogSizes sees after a while what others appended", async () => {
  const sizes = new LogSizes();
  const { log, look } = logOf(MAX_LOG_CHARS);
  equal(await sizes.reserve(LOG, LOOK_EVERY_CHARS, look), true);
  equal(await sizes.reserve(LOG, 1, look), false);
  equal(log.looks, 1);
  const others = [{ pairId: "p", side: "b" }, {
    pairId: "q",
    side: "a",
  }] as const;
  for (const other of others) {
    equal(await sizes.reserve(other, 1, look), true);
  }
});

Deno.test("LogSizes looks once for those who append at once", async () => {
  const sizes = new LogSizes();
  const { log, look } = logOf();
  await sizes.reserve(LOG, LOOK_EVERY_CHARS, look);
  await Promise.all(
    Array.from({ length: 10 }, () => sizes.reserve(LOG, 100, look)),
  );
  equal(log.looks, 1);
});

Deno.test("LogSizes looks again only after as much more, whatever it saw", async () => {
  const sizes = new LogSizes();
  const { log, look } = logOf(300_000);
  await sizes.reserve(LOG, LOOK_EVERY_CHARS + 1, look);
  for (let i = 0; i < 10; i++) {
    equal(await sizes.reserve(LOG, LOOK_EVERY_CHARS / 10, look), true);
  }
  equal(log.looks, 1);
});

Deno.test("LogSizes forgets nothing that was set aside during a look", async () => {
  const sizes = new LogSizes();
  // What is on its way is not in the log yet.
  const { look } = logOf();
  await sizes.reserve(LOG, LOOK_EVERY_CHARS, look);
  const first = sizes.reserve(LOG, LOOK_EVERY_CHARS - 1, look);
  const meanwhile = sizes.reserve(LOG, 1, look);
  deepEqual([await first, await meanwhile], [true, true]);
  const rest = MAX_LOG_CHARS - 2 * LOOK_EVERY_CHARS;
  equal(await sizes.reserve(LOG, rest + 1, look), false);
  equal(await sizes.reserve(LOG, rest, look), true);
});

Deno.test("LogSizes remembers the logs of ten thousand calls", async () => {
  const sizes = new LogSizes();
  const { log, look } = logOf(MAX_LOG_CHARS);
  await sizes.reserve(LOG, LOOK_EVERY_CHARS, look);
  for (let i = 1; i < 10_000; i++) {
    await sizes.reserve({ pairId: `${i}`, side: "a" }, 1, look);
  }
  equal(await sizes.reserve(LOG, 1, look), false);
  equal(log.looks, 1);
});
