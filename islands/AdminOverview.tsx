/**
 * The dashboard's overview, kept up to date every two seconds.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AdminHeader } from "@/components/admin/AdminHeader.tsx";
import { alertHeadline, AlertList } from "@/components/admin/AlertList.tsx";
import { Downloads } from "@/components/admin/Downloads.tsx";
import { Figures } from "@/components/admin/Figures.tsx";
import { RouteBars } from "@/components/admin/RouteBars.tsx";
import {
  formatAge,
  formatBytes,
  formatMs,
} from "@/lib/monitoring/overview/format.ts";
import {
  bandwidthOf,
  type Overview,
  OVERVIEW_PATHS,
  readOverview,
  slowest,
  topByBytes,
} from "@/lib/monitoring/overview/overview.ts";

/** What the page hands to its island. */
export interface AdminOverviewProps {
  /** The figures the server read. */
  initial: Overview;
}

const EVERY_MS = 2_000;
/** How far back the lines go, milliseconds. */
const MEMORY_MS = 3 * 60_000;
const TOP = 8;

/** The overview. */
export default function AdminOverview({ initial }: AdminOverviewProps) {
  const overview = useSignal(initial);
  const past = useSignal<readonly Overview[]>([initial]);
  const problem = useSignal<string | null>(null);

  async function refresh() {
    try {
      const next = await readOverview(getJson, Date.now());
      overview.value = next;
      past.value = [...past.value, next]
        .filter(({ readAt }) => readAt > next.readAt - MEMORY_MS);
      problem.value = null;
    } catch {
      const age = formatAge(Date.now() - overview.value.readAt);
      problem.value = `No answer; these figures are ${age} old`;
    }
  }

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    async function goOn() {
      if (!document.hidden) await refresh();
      timer = setTimeout(goOn, EVERY_MS);
    }
    timer = setTimeout(goOn, EVERY_MS);
    return () => clearTimeout(timer);
  }, []);

  async function acknowledge(id: string) {
    const isDone = await fetch("/api/monitoring/alerts", {
      method: "POST",
      body: JSON.stringify({ id, action: "acknowledge" }),
    }).then(({ ok }) => ok, () => false);
    await refresh();
    if (!isDone) problem.value ??= "The alert could not be acknowledged";
  }

  const { alerts, status, readAt } = overview.value;
  return (
    <div class="bridge">
      <AdminHeader status={status} problem={problem.value} />
      <main>
        <section class="attention" aria-live="polite">
          <h1>{alertHeadline(alerts)}</h1>
          <AlertList alerts={alerts} now={readAt} onAcknowledge={acknowledge} />
        </section>
        <Figures
          overview={overview.value}
          past={past.value}
          spanMs={MEMORY_MS}
        />
        <div class="rankings">
          <RouteBars
            title="Most traffic, last 5 minutes"
            endpoints={topByBytes(overview.value, TOP)}
            measure={bandwidthOf}
            format={formatBytes}
          />
          <RouteBars
            title="Slowest, 95th percentile"
            endpoints={slowest(overview.value, TOP)}
            measure={(endpoint) => endpoint.p95Ms ?? 0}
            format={formatMs}
          />
        </div>
        <Downloads now={readAt} />
      </main>
    </div>
  );
}

async function getJson(path: string): Promise<unknown> {
  const response = await fetch(path);
  // The session is over: the page itself asks for the password again.
  if (response.status === 401 && path === OVERVIEW_PATHS.status) {
    location.reload();
  }
  if (!response.ok) throw new Error(`status ${response.status}`);
  return await response.json();
}
