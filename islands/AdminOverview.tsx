/**
 * The dashboard's overview, kept up to date every two seconds.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { alertHeadline, AlertList } from "@/components/admin/AlertList.tsx";
import { DeskHead } from "@/components/admin/DeskHead.tsx";
import { Downloads } from "@/components/admin/Downloads.tsx";
import { Figures } from "@/components/admin/Figures.tsx";
import { RouteBars } from "@/components/admin/RouteBars.tsx";
import { formatBytes, formatMs } from "@/lib/monitoring/overview/format.ts";
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
  const isCut = useSignal(false);
  const ageMs = useSignal(0);

  async function refresh() {
    try {
      const next = await readOverview(getJson, Date.now());
      overview.value = next;
      past.value = [...past.value, next]
        .filter(({ readAt }) => readAt > next.readAt - MEMORY_MS);
      problem.value = null;
      isCut.value = false;
    } catch {
      isCut.value = true;
    }
    ageMs.value = Date.now() - overview.value.readAt;
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
  const trouble = problem.value ?? (status.warnings.join(", ") || null);
  return (
    <>
      <DeskHead
        title={alertHeadline(alerts)}
        freshness={{
          liveness: isCut.value ? "reconnecting" : "live",
          ageMs: ageMs.value,
        }}
      />
      <div>
        {trouble !== null && <p class="calm" role="status">{trouble}</p>}
        <section class="attention" aria-live="polite">
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
      </div>
    </>
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
