import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import {
  AdminStreams,
  LINGER_MS,
} from "@/lib/monitoring/live/admin_streams.ts";
import { GATHER_MS, LiveCalls } from "@/lib/monitoring/live/live_calls.ts";
import { NO_STATE } from "@/lib/monitoring/live/member_state.ts";
import { EventReader } from "@/tests/event_reader.ts";
import { TestClock, testLog } from "@/tests/helpers.ts";

/** Streams on calls that the test changes by hand. */
class Scene {
  readonly clock = new TestClock();
  readonly calls = new LiveCalls();
  readonly streams: AdminStreams;
  readonly lines: string[];
  started = 0;
  stopped = 0;
  followed = 0;
  timers = 0;
  isFailing = false;

  constructor() {
    const { log, lines } = testLog();
    this.lines = lines;
    this.streams = new AdminStreams({
      now: this.clock.now,
      log,
      every: () => {
        this.timers++;
        return () => this.timers--;
      },
      startFollower: () => {
        this.started++;
        if (this.isFailing) return Promise.reject(new Error("store away"));
        return Promise.resolve({
          calls: this.calls,
          follow: () => Promise.resolve(void this.followed++),
          stop: () => this.stopped++,
        });
      },
    });
  }

  open(isStillIn = () => Promise.resolve(true)): EventReader {
    return new EventReader(new Response(this.streams.open(isStillIn)));
  }

  /** Tells what is new, once it has been gathered. */
  async tell(): Promise<void> {
    await this.streams.tell();
    this.clock.advance(GATHER_MS);
    await this.streams.tell();
  }

  change(pairId: string, rttMs: number): void {
    const at = this.clock.ms;
    this.calls.noteMember({
      pairId,
      side: "a",
      startedAt: 0,
      country: "XX",
      state: {
        ...NO_STATE,
        pageTs: 1,
        seq: at,
        stats: { rttMs },
        updatedAt: at,
      },
    });
  }
}

Deno.test("a stream begins with a snapshot and goes on with what changes, for all alike", async () => {
  const scene = new Scene();
  scene.change("p", 10);
  await using one = scene.open();
  await using other = scene.open();
  for (const reader of [one, other]) {
    const snapshot = await reader.next();
    equal(snapshot!.name, "snapshot");
    equal(snapshot!.data.calls[0].pairId, "p");
    ok(reader.comments > 0);
  }
  scene.clock.advance(2_000);
  scene.change("p", 20);
  await scene.tell();
  for (const reader of [one, other]) {
    const { name, data } = (await reader.next())!;
    deepEqual([name, data.members[0].stats.rttMs], ["call", 20]);
  }
  equal(scene.started, 1);
  equal(scene.followed, 2, "each telling reads what is new before");
});

Deno.test("a later stream gets a snapshot of then, and the same changes from then on", async () => {
  const scene = new Scene();
  await using one = scene.open();
  await one.next();
  scene.change("p", 10);
  await using other = scene.open();
  equal((await other.next())!.data.calls.length, 1);
  await scene.tell();
  for (const reader of [one, other]) {
    equal((await reader.next())!.data.pairId, "p");
  }
  scene.clock.advance(2_000);
  scene.change("q", 10);
  await scene.tell();
  for (const reader of [one, other]) {
    equal((await reader.next())!.data.pairId, "q");
  }
});

Deno.test("one who does not read gets the latest of each thing later, and holds nobody up", async () => {
  const scene = new Scene();
  await using slow = scene.open();
  await using fast = scene.open();
  await slow.next();
  await fast.next();
  let seen = 0;
  for (let i = 1; i <= 300; i++) {
    scene.clock.advance(2_000);
    scene.change(`call${i % 3}`, i);
    await scene.tell();
    equal((await fast.next())!.data.members[0].stats.rttMs, i);
  }
  scene.calls.noteEnd("call2", scene.clock.ms);
  await scene.tell();
  await fast.next();
  const last = new Map<string, string>();
  while (last.get("call2") !== "gone" || last.get("call0") !== "300") {
    const { name, data } = (await slow.next())!;
    const { pairId, members } = data;
    last.set(pairId, name === "gone" ? name : `${members[0].stats.rttMs}`);
    seen++;
  }
  deepEqual(Object.fromEntries(last), {
    call0: "300",
    call1: "298",
    call2: "gone",
  });
  ok(seen < 15, `${seen} events waited`);
});

Deno.test("streams end at the shutdown, and the last one ends the reading", async () => {
  const scene = new Scene();
  await using one = scene.open();
  await using other = scene.open();
  await one.next();
  await other.next();
  equal(scene.streams.count, 2);
  scene.streams.closeAll();
  equal(await one.next(), null);
  equal(await other.next(), null);
  deepEqual([scene.streams.count, scene.timers, scene.stopped], [0, 0, 1]);
  await using again = scene.open();
  equal((await again.next())!.name, "snapshot");
  deepEqual([scene.started, scene.timers], [2, 2]);
});

Deno.test("who hangs up is forgotten, and after a while the reading ends", async () => {
  const scene = new Scene();
  {
    await using one = scene.open();
    await one.next();
  }
  equal(scene.streams.count, 0);
  scene.clock.advance(LINGER_MS - 1);
  await scene.streams.check();
  equal(scene.stopped, 0);
  scene.clock.advance(1);
  await scene.streams.check();
  deepEqual([scene.timers, scene.stopped], [0, 1]);
});

Deno.test("who comes back soon finds the reading as it was, with what came meanwhile", async () => {
  const scene = new Scene();
  {
    await using one = scene.open();
    await one.next();
  }
  scene.clock.advance(LINGER_MS - 1);
  scene.change("p", 10);
  await scene.tell();
  await using again = scene.open();
  equal((await again.next())!.data.calls[0].pairId, "p");
  scene.clock.advance(LINGER_MS);
  await scene.streams.check();
  deepEqual([scene.started, scene.stopped], [1, 0]);
});

Deno.test("a check ends the streams of former admins, and shows the others that it lives", async () => {
  const scene = new Scene();
  let isIn = true;
  await using former = scene.open(() => Promise.resolve(isIn));
  await using unsure = scene.open(() => Promise.reject(new Error("no store")));
  await former.next();
  await unsure.next();
  await scene.streams.check();
  equal(scene.streams.count, 2);
  isIn = false;
  await scene.streams.check();
  equal(await former.next(), null);
  equal(scene.streams.count, 1);
  scene.change("p", 1);
  await scene.tell();
  await unsure.next();
  ok(unsure.comments >= 2);
});

Deno.test("a reading that cannot begin ends the stream, and the next one tries again", async () => {
  const scene = new Scene();
  scene.isFailing = true;
  await using one = scene.open();
  equal(await one.next(), null);
  equal(scene.lines.filter((line) => line.includes("store away")).length, 1);
  scene.isFailing = false;
  await using other = scene.open();
  equal((await other.next())!.name, "snapshot");
});

Deno.test("a page that is sent without a stream begins the reading that its stream finds", async () => {
  const scene = new Scene();
  scene.change("p", 10);
  deepEqual((await scene.streams.list()).map(({ pairId }) => pairId), ["p"]);
  await using one = scene.open();
  await one.next();
  equal(scene.started, 1);
});

Deno.test("a page whose stream never comes does not keep the reading going", async () => {
  const scene = new Scene();
  await scene.streams.list();
  scene.clock.advance(LINGER_MS);
  await scene.streams.check();
  deepEqual([scene.timers, scene.stopped], [0, 1]);
});

Deno.test("a page is told where the reading cannot begin, and the next one tries again", async () => {
  const scene = new Scene();
  scene.isFailing = true;
  await rejects(scene.streams.list(), /store away/);
  scene.isFailing = false;
  equal((await scene.streams.list()).length, 0);
});
