import { ok } from "node:assert/strict";
import type { CallRecord } from "@/lib/monitoring/overview/call_record.ts";
import { EventReader } from "@/tests/event_reader.ts";
import { startServer, TEST_ADMIN_TOKEN } from "@/tests/server_process.ts";
import { type Visitor, Visitors } from "./browser.ts";
import { hasCoturn, startCoturn } from "./coturn.ts";
import { e2e } from "./e2e.ts";
import { openSlowUdp } from "./slow_udp.ts";
import { callOf, measuredOf, type ProbeOptions } from "./stats_probe.ts";

/** The start of a Chromium that takes relays with certificates of our making. */
const FLAGS = ["--ignore-certificate-errors"];

/** How soon a page says that its path is poor, in reports, one a second. */
const WITHIN_REPORTS = 15;

/** Longest a busy machine may take over it, milliseconds. */
const STEP_MS = 120_000;

const ADMIN = { authorization: `Bearer ${TEST_ADMIN_TOKEN}` };

/**
 * Reads until an admin's stream has told of open alerts of these kinds.
 *
 * @param told Kinds that it has told of; those that come are added.
 * @returns The call that the last one is about.
 */
async function toldOf(
  stream: EventReader,
  kinds: readonly string[],
  told: Set<string>,
): Promise<string> {
  let pairId = "";
  while (!kinds.every((kind) => told.has(kind))) {
    const event = await stream.next();
    ok(event, `the stream ended after it told of ${[...told]}`);
    const { kind, subject, resolvedAt } = event.data;
    if (event.name !== "alert" || resolvedAt !== null) continue;
    told.add(kind);
    pairId = subject;
  }
  return pairId;
}

/**
 * Asks until the verdict on a call blames the path. What it says before that is
 * not looked at: a busy machine makes trouble of its own.
 */
async function blamesPath(url: string): Promise<void> {
  while (true) {
    const response = await fetch(url, { headers: ADMIN });
    const { verdict } = await response.json() as CallRecord;
    if (verdict.place === "path") return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Fails when something has not happened in the longest time there is. */
async function inTime(all: readonly Promise<unknown>[]): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`not within ${STEP_MS} ms`)),
    STEP_MS,
  );
  try {
    await Promise.race([Promise.all(all), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until a visitor is told of this path. */
async function seesPath(
  { page }: Visitor,
  relay: string,
  isPeerRelayed: boolean,
): Promise<void> {
  const path = page.getByTestId("connection-path");
  if (await path.count() === 0) {
    await page.getByTestId("connection-badge").click();
  }
  await page.waitForSelector(
    `[data-testid=connection-path][data-relay=${relay}]` +
      `[data-peer-relay=${isPeerRelayed}]`,
    { state: "attached" },
  );
}

// Where there is none, unit tests hold the rest.
if (await hasCoturn()) {
  for (const relayBy of ["udp", "tcp", "tls"] as const) {
    e2e(
      `a relay by ${relayBy} is seen as one, on the side that uses it`,
      async () => {
        await using coturn = await startCoturn();
        await using server = await startServer({ env: coturn.env });
        await using visitors = await Visitors.launch(server.baseUrl, {
          flags: FLAGS,
        });
        for (const relayed of [0, 1]) {
          const options: [ProbeOptions, ProbeOptions] = [
            { relayBy: relayed === 0 ? relayBy : null },
            { relayBy: relayed === 1 ? relayBy : null },
          ];
          const both = await callOf(visitors, options);
          await seesPath(both[relayed]!, relayBy, false);
          await seesPath(both[1 - relayed]!, "direct", true);
          for (const { page } of both) await page.context().close();
        }
      },
    );
  }

  e2e("a relay on both sides, and on none, is seen as that", async () => {
    await using coturn = await startCoturn();
    await using server = await startServer({ env: coturn.env });
    await using visitors = await Visitors.launch(server.baseUrl);
    const relayed = { relayBy: "udp" } as const;
    const both = await callOf(visitors, [relayed, relayed]);
    for (const visitor of both) await seesPath(visitor, "udp", true);
    for (const { page } of both) await page.context().close();
    for (const visitor of await callOf(visitors)) {
      await seesPath(visitor, "direct", false);
    }
  });

  e2e("the round trip is what the way takes, within 5 ms", async () => {
    await using coturn = await startCoturn();
    await using slow = await openSlowUdp(coturn.port, 60);
    await using server = await startServer({ env: coturn.env });
    await using visitors = await Visitors.launch(server.baseUrl);
    const both = await callOf(visitors, [{
      relayBy: "udp",
      relayPort: slow.port,
    }]);
    // A busy machine makes it longer, and nothing makes it shorter: so the
    // shortest is what counts.
    for (const { page } of both) {
      let leastMs = Infinity;
      for (let count = 10; count <= 50; count += 10) {
        const measured = await measuredOf(page, count);
        const trips = measured.filter(({ stats }) => stats.rttSource === "rtcp")
          .map(({ stats }) => stats.rttMs!);
        leastMs = Math.min(...trips);
        if (leastMs < slow.leastMs() + 5) break;
      }
      const offMs = leastMs - slow.leastMs();
      ok(Math.abs(offMs) < 5, `${leastMs} ms, ${offMs} ms off`);
    }
  });

  e2e(
    "a path that gets worse shows on the badge in 15 reports, as alerts on an admin's stream and as the verdict",
    async () => {
      await using coturn = await startCoturn();
      await using slow = await openSlowUdp(coturn.port, 5);
      await using server = await startServer({ env: coturn.env });
      await using visitors = await Visitors.launch(server.baseUrl);
      const stream = `${server.baseUrl}/api/monitoring/stream`;
      await using admin = new EventReader(
        await fetch(stream, { headers: ADMIN }),
      );
      const both = await callOf(visitors, [{
        relayBy: "udp",
        relayPort: slow.port,
      }]);
      await measuredOf(both[0].page, 12);
      const told = new Set<string>();
      const pairId = await toldOf(admin, ["call-relay"], told);
      const call = `${server.baseUrl}/api/monitoring/calls/${pairId}`;

      const counts = await Promise.all(
        both.map(async ({ page }) => (await measuredOf(page, 1)).length),
      );
      slow.setDelay(250);
      const poor = "[data-testid=connection-badge][data-quality=poor]";
      await inTime([
        ...both.map(({ page }) =>
          page.waitForSelector(poor, { timeout: STEP_MS })
        ),
        toldOf(admin, ["call-quality", "call-rtt"], told),
        blamesPath(call),
      ]);
      for (const [i, { page }] of both.entries()) {
        const since = (await measuredOf(page, 1)).slice(counts[i]);
        const took = since.findIndex(({ stats }) => stats.quality === "poor");
        ok(took >= 0 && took < WITHIN_REPORTS, `${took} reports`);
      }
    },
  );
}
