import { deepEqual, equal } from "node:assert/strict";
import { watchKey } from "@/lib/kv/watch_key.ts";
import { testLog } from "@/tests/helpers.ts";

type Watched = ReadableStreamDefaultController<[Deno.KvEntryMaybe<unknown>]>;

/** A store whose watches do what a test wants, and time that stands still. */
class Rig {
  /** Every watch that was begun, the newest last. */
  readonly watches: Watched[] = [];
  /** Watches that were ended from our side. */
  cancelled = 0;
  /** What waits to be begun again. */
  waiting: (() => void)[] = [];
  isClosed = false;
  /** How often a write was told. */
  told = 0;
  readonly end: () => void;
  readonly #log = testLog();

  constructor() {
    const kv = { watch: () => this.#watch() } as unknown as Deno.Kv;
    this.end = watchKey(kv, ["bell"], () => this.told++, {
      log: this.#log.log,
      later: (callback) => {
        this.waiting.push(callback);
        return () => this.waiting.splice(this.waiting.indexOf(callback), 1);
      },
    });
  }

  #watch() {
    if (this.isClosed) throw new Deno.errors.BadResource("Bad resource ID");
    return new ReadableStream({
      start: (controller) => void this.watches.push(controller),
      cancel: () => void this.cancelled++,
    });
  }

  /** What was logged. */
  get lines() {
    return this.#log.lines;
  }

  /** The watch that goes on. */
  get current(): Watched {
    return this.watches.at(-1)!;
  }

  /** Tells of a write. */
  write(): Promise<void> {
    this.current.enqueue([{ key: ["bell"], value: null, versionstamp: null }]);
    return settled();
  }

  /** Lets the time pass after which a watch is begun again. */
  wait(): Promise<void> {
    for (const callback of this.waiting.splice(0)) callback();
    return settled();
  }
}

/** Streams take some microtasks to pass on what they have. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const breaks = {
  "breaks": (watch: Watched) => watch.error(new Error("of the network")),
  "ends by itself": (watch: Watched) => watch.close(),
};
for (const [what, happen] of Object.entries(breaks)) {
  Deno.test(`watchKey() begins again when a watch ${what}`, async () => {
    const rig = new Rig();
    await rig.write();
    happen(rig.current);
    await settled();
    await rig.wait();
    await rig.write();
    deepEqual([rig.watches.length, rig.told], [2, 2]);
    equal(rig.lines.length, 1);
    rig.end();
  });
}

Deno.test("watchKey() ends its watch, and tells nothing any more", async () => {
  const rig = new Rig();
  await rig.write();
  const late = rig.write();
  rig.end();
  await late;
  deepEqual([rig.cancelled, rig.told], [1, 1]);
  equal(rig.waiting.length, 0);
});

Deno.test("watchKey() begins no watch again after its end", async () => {
  const rig = new Rig();
  rig.current.error(new Error("of the network"));
  await settled();
  equal(rig.waiting.length, 1);
  rig.end();
  equal(rig.waiting.length, 0);
});

Deno.test("watchKey() can be ended at the moment at which a watch breaks", async () => {
  const rig = new Rig();
  rig.current.error(new Error("of the network"));
  rig.end();
  await settled();
  deepEqual([rig.watches.length, rig.waiting.length], [1, 0]);
});

Deno.test("watchKey() rests once the store is closed", async () => {
  const rig = new Rig();
  rig.isClosed = true;
  rig.current.close();
  await settled();
  await rig.wait();
  deepEqual([rig.watches.length, rig.waiting.length], [1, 0]);
});
