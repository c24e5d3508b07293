import { deepEqual, equal } from "node:assert/strict";
import {
  openOverviewSource,
  OVERVIEW_EVERY_MS,
} from "@/lib/desk/overview_source.ts";
import type { DeskOverview } from "@/lib/monitoring/overview/desk.ts";
import { FakeTimers } from "@/tests/lib/call/fakes.ts";

const OVERVIEW = {
  readAt: 1,
  status: { warnings: [] },
  live: { callCount: 0, waitingCount: 0 },
  alerts: [],
  now: { callCount: 1 },
  yesterday: {},
  lastWeek: {},
  course: [{ startAt: 0, values: {} }],
  turnToday: { neededUsd: 0, chosenUsd: 0 },
  realtime: { endpoints: [] },
};

function openSource(answer: () => Response | Promise<Response>) {
  const timers = new FakeTimers();
  const read: (DeskOverview | null)[] = [];
  const page = { isHidden: false };
  const source = openOverviewSource({
    fetch: () => Promise.resolve().then(answer),
    timers,
    isHidden: () => page.isHidden,
    onRead: (overview) => read.push(overview),
  });
  return { timers, read, page, source };
}

Deno.test("openOverviewSource() reads every ten seconds, and at once when asked", async () => {
  const { timers, read, source } = openSource(() => Response.json(OVERVIEW));
  await timers.advance(OVERVIEW_EVERY_MS - 1);
  equal(read.length, 0);
  await timers.advance(1);
  deepEqual(read, [OVERVIEW]);
  await source.refresh();
  equal(read.length, 2);
  source.close();
  await timers.advance(60_000);
  equal(read.length, 2);
});

Deno.test("openOverviewSource() tells that it could not read, and goes on", async () => {
  const answers = [
    () => Promise.reject(new TypeError("cut")),
    () => Response.json(OVERVIEW, { status: 500 }),
    () => Response.json({ ...OVERVIEW, now: null }),
    () => Response.json(OVERVIEW),
  ];
  const { timers, read, source } = openSource(() => answers.shift()!());
  await timers.advance(4 * OVERVIEW_EVERY_MS);
  deepEqual(read, [null, null, null, OVERVIEW]);
  source.close();
});

Deno.test("openOverviewSource() asks nothing while nobody looks", async () => {
  const { timers, read, page, source } = openSource(() =>
    Response.json(OVERVIEW)
  );
  page.isHidden = true;
  await timers.advance(60_000);
  equal(read.length, 0);
  page.isHidden = false;
  await timers.advance(OVERVIEW_EVERY_MS);
  equal(read.length, 1);
  source.close();
});
