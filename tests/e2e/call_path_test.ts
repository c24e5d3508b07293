import { deepEqual, ok } from "node:assert/strict";
import type {
  CallRecord,
  VerdictPlace,
} from "@/lib/monitoring/overview/call_record.ts";
import { EventReader } from "@/tests/event_reader.ts";
import { startServer, TEST_ADMIN_TOKEN } from "@/tests/server_process.ts";
import { type Visitor, Visitors } from "./browser.ts";
import { hasCoturn, startCoturn } from "./coturn.ts";
import { e2e } from "./e2e.ts";
import { openSlowUdp } from "./slow_udp.ts";
import { callOf, measuredOf, type ProbeOptions } from "./stats_probe.ts";

/** The start of a Chromium that takes relays with certificates of our making. */
const FLAGS = ["--ignore-certificate-errors"];

/** How soon everybody is told of trouble, milliseconds. */
const WITHIN_MS = 15_000;

const ADMIN = { authorization: `Bearer ${TEST_ADMIN_TOKEN}` };

/**
 * Reads until an admin's stream has told of open alerts of these kinds.
 *
 * @returns The kinds that it told of until then, and the call of the last one.
 */
async function toldOf(stream: EventReader, kinds: readonly string[]) {
  const told = new Set<string>();
  while (true) {
    const event = await stream.next();
    ok(event, `the stream ended after it told of ${[...told]}`);
    const { kind, subject, resolvedAt } = event.data;
    if (event.name !== "alert" || resolvedAt !== null) continue;
    told.add(kind);
    if (kinds.every((each) => told.has(each))) {
      return { told: [...told], pairId: subject as string };
    }
  }
}

/** Asks until the verdict on a call blames a place. */
async function blames(
  url: string,
  place: VerdictPlace,
): Promise<void> {
  while (true) {
    const response = await fetch(url, { headers: ADMIN });
    const { verdict } = await response.json() as CallRecord;
    if (verdict.place === place) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Fails when something has not happened in time. */
async function within(ms: number, all: readonly Promise<unknown>[]) {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not within ${ms} ms`)), ms);
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
    "a path that gets worse shows on the badge, as alerts on an admin's stream and as the verdict in 15 s",
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
      const { told, pairId } = await toldOf(admin, ["call-relay"]);
      deepEqual(told, ["call-relay"]);
      const call = `${server.baseUrl}/api/monitoring/calls/${pairId}`;
      await within(WITHIN_MS, [blames(call, "none")]);

      slow.setDelay(250);
      const poor = "[data-testid=connection-badge][data-quality=poor]";
      await within(WITHIN_MS, [
        ...both.map(({ page }) =>
          page.waitForSelector(poor, { timeout: WITHIN_MS })
        ),
        toldOf(admin, ["call-quality", "call-rtt"]),
        blames(call, "path"),
      ]);
    },
  );
}
