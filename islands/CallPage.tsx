/**
 * One call, under way or past.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useIsAlive } from "@/components/admin/is_alive.ts";
import { CallBands } from "@/components/admin/call/CallBands.tsx";
import { CallAlerts, CallEvents } from "@/components/admin/call/CallEvents.tsx";
import { CallDevices, CallPath } from "@/components/admin/call/CallFacts.tsx";
import { CallFunnel } from "@/components/admin/call/CallFunnel.tsx";
import { CallVerdict } from "@/components/admin/call/CallVerdict.tsx";
import { DeskHead } from "@/components/admin/DeskHead.tsx";
import {
  EmptyState,
  ErrorState,
  LoadingState,
} from "@/components/admin/States.tsx";
import { When } from "@/components/admin/When.tsx";
import LineChart from "./LineChart.tsx";
import { repeat } from "@/lib/call/repeat.ts";
import { pageTimers } from "@/lib/call/timers.ts";
import { callCharts, spanOf } from "@/lib/desk/call_series.ts";
import { type CallAnswer, readCall } from "@/lib/desk/call_source.ts";
import { shortId } from "@/lib/desk/call_words.ts";
import type { CallRecord } from "@/lib/monitoring/overview/call_record.ts";
import { formatClock } from "@/lib/monitoring/overview/format.ts";

/** What the page hands to its island. */
export interface CallPageProps {
  /** The call. */
  pairId: string;
  /** What the server knew of it; `null`: nothing. */
  initial: CallRecord | null;
  /** When that was, Unix milliseconds. */
  readAt: number;
}

/** How often a call under way is read again, milliseconds. */
const RHYTHM = { firstMs: 0, everyMs: 5_000 };

/** The page of one call. */
export default function CallPage(props: CallPageProps) {
  const { pairId, initial } = props;
  const answer = useSignal<CallAnswer | null>(null);
  const record = useSignal(initial);
  const readAt = useSignal(props.readAt);
  const now = useSignal(props.readAt);

  useEffect(() => {
    const end = repeat(pageTimers(), RHYTHM, async (signal) => {
      const next = await readCall((input, init) => fetch(input, init), pairId);
      if (signal.aborted) return;
      answer.value = next;
      if (next.kind === "found") {
        record.value = next.record;
        readAt.value = Date.now();
      }
      const isOver = next.kind === "unknown" || next.kind === "refused" ||
        (next.kind === "found" && next.record.endedAt !== null);
      if (isOver) end();
    });
    const clock = setInterval(() => now.value = Date.now(), 1_000);
    return () => {
      end();
      clearInterval(clock);
    };
  }, [pairId]);

  const known = record.value;
  if (known === null) {
    return (
      <>
        <DeskHead title="Call" />
        <Missing answer={answer.value} pairId={pairId} />
      </>
    );
  }
  return (
    <>
      <DeskHead
        title={`Call ${shortId(known.pairId)}`}
        {...(known.endedAt === null && {
          freshness: {
            liveness: livenessAfter(answer.value),
            ageMs: Math.max(0, now.value - readAt.value),
          },
        })}
      >
        <CopyLink />
      </DeskHead>
      <p class="call-when soft">
        <When at={known.startedAt} />
        {known.endedAt === null
          ? ", under way"
          : `, lasted ${formatClock(known.endedAt - known.startedAt)}`}
        {" · "}
        <code>{known.pairId}</code>
      </p>
      <Record record={known} />
    </>
  );
}

function livenessAfter(answer: CallAnswer | null) {
  if (answer === null) return "connecting";
  return answer.kind === "found" ? "live" : "reconnecting";
}

function Record({ record }: { record: CallRecord }) {
  const { members, events, alerts, verdict } = record;
  const span = spanOf(record);
  return (
    <div class="call-page">
      <CallVerdict verdict={verdict} />
      <div class="call-side">
        <section class="panel call-charts" aria-label="Course of the call">
          <CallBands members={members} events={events} span={span} />
          {callCharts(record).map((data) => (
            <LineChart key={data.title} data={data} isSmall />
          ))}
        </section>
        <CallEvents events={events} />
        <CallAlerts alerts={alerts} />
      </div>
      <div class="call-side call-facts">
        <CallDevices members={members} />
        <CallPath members={members} />
        <CallFunnel members={members} />
        <section class="panel">
          <div class="panel-head">
            <h2>Reports</h2>
          </div>
          <p class="soft">Visitors cannot report calls yet.</p>
        </section>
      </div>
    </div>
  );
}

function Missing(
  { answer, pairId }: { answer: CallAnswer | null; pairId: string },
) {
  if (answer === null) return <LoadingState title="Reading the call" />;
  if (answer.kind === "unknown") {
    return (
      <EmptyState title="No such call">
        Nobody told of a call{" "}
        <code>{pairId}</code>, or it was more than 7 days ago.
      </EmptyState>
    );
  }
  if (answer.kind === "refused") {
    return (
      <ErrorState title="You are signed out">
        <a href={`/admin?to=/admin/calls/${pairId}`}>Sign in again</a>
      </ErrorState>
    );
  }
  return (
    <ErrorState title="The call cannot be read">
      The server did not answer. It is asked again every few seconds.
    </ErrorState>
  );
}

function CopyLink() {
  const isAlive = useIsAlive();
  const said = useSignal("Copy link");
  async function copy() {
    const { origin, pathname } = location;
    said.value = await navigator.clipboard.writeText(origin + pathname)
      .then(() => "Copied", () => "Copy it from the address bar");
  }
  return (
    <button
      type="button"
      class="desk-button"
      disabled={!isAlive.value}
      onClick={copy}
      aria-live="polite"
    >
      {said}
    </button>
  );
}
