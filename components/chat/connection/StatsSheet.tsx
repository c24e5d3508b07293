/**
 * Every figure of a call, and how it was in the last two minutes.
 *
 * @module
 */

import { HISTORY_SECONDS } from "@/lib/call/stats/call_statistics.ts";
import type { CallStats } from "@/lib/protocol/call_stats.ts";
import type { ShownStats } from "@/lib/call/stats/call_statistics.ts";
import { fillIn } from "@/lib/i18n/catalogue.ts";
import type { ChartName, StatsMessages } from "@/lib/i18n/stats/messages.ts";
import { Sheet } from "../Sheet.tsx";
import type { Figures } from "./figures.ts";
import { HEIGHT, sparkline, WIDTH } from "./sparkline.ts";

/** What the sheet shows and tells. */
export interface StatsSheetProps {
  /** Whether it is open. */
  isOpen: boolean;
  /** The state of the call, and how it was. */
  shown: ShownStats;
  /** Writes figures. */
  figures: Figures;
  /** Texts about the connection. */
  texts: StatsMessages;
  /** Told when it closes. */
  onClose: () => void;
}

/** What a chart is drawn of. */
interface Chart {
  read: (stats: CallStats) => number | undefined;
  /** Lowest value of its top, so that a calm line stays low. */
  atLeast: number;
  write: "ms" | "share" | "bitrate" | "number";
}

const CHARTS: Readonly<Record<ChartName, Chart>> = {
  rtt: { read: ({ rttMs }) => rttMs, atLeast: 100, write: "ms" },
  jitter: { read: ({ jitterMs }) => jitterMs, atLeast: 30, write: "ms" },
  loss: {
    read: ({ lossShare }) => lossShare,
    atLeast: 0.05,
    write: "share",
  },
  fps: { read: ({ downFps }) => downFps, atLeast: 30, write: "number" },
  up: { read: ({ upVideoBps }) => upVideoBps, atLeast: 5e5, write: "bitrate" },
  down: {
    read: ({ downVideoBps }) => downVideoBps,
    atLeast: 5e5,
    write: "bitrate",
  },
};

/** The sheet; what is on it is made only while it is open. */
export function StatsSheet(props: StatsSheetProps) {
  const { isOpen, texts, onClose } = props;
  return (
    <Sheet
      isOpen={isOpen}
      title={texts.title}
      testId="stats-sheet"
      onClose={onClose}
    >
      {isOpen && (
        <>
          <p class="sheet-note">{texts.lastMinutes}</p>
          <div class="stats-charts">
            {(Object.keys(CHARTS) as ChartName[]).map((name) => (
              <ChartBox key={name} name={name} {...props} />
            ))}
          </div>
          <AllFigures {...props} />
        </>
      )}
      <button type="submit" class="button button-primary">{texts.close}</button>
    </Sheet>
  );
}

function ChartBox(
  { name, shown, figures, texts }: StatsSheetProps & { name: ChartName },
) {
  const { read, atLeast, write } = CHARTS[name];
  const values = shown.history.map((stats) => stats ? read(stats) : undefined);
  const known = values.filter((value) => value !== undefined);
  const top = Math.max(atLeast, ...known);
  const now = figures[write](values.at(-1));
  const [least, most] = known.length === 0
    ? [undefined, undefined]
    : [Math.min(...known), Math.max(...known)];
  return (
    <figure class="stats-chart">
      <figcaption>
        {texts.charts[name]} <b>{now}</b>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={fillIn(texts.chart, {
          name: texts.charts[name],
          now,
          least: figures[write](least),
          most: figures[write](most),
        })}
      >
        <path
          d={sparkline(values, { seconds: HISTORY_SECONDS, top })}
          vector-effect="non-scaling-stroke"
        />
      </svg>
    </figure>
  );
}

function AllFigures({ shown, figures, texts }: StatsSheetProps) {
  const { stats } = shown;
  const { downWidth, downHeight, computedOn } = stats;
  const picture = downWidth === undefined || downHeight === undefined
    ? texts.unknown
    : `${figures.number(downWidth)} × ${figures.number(downHeight)}`;
  const rows: [string, string][] = [
    [texts.picture, picture],
    [texts.freezes, figures.seconds(stats.freezeMs)],
    [texts.sent, figures.bytes(stats.bytesUp)],
    [texts.received, figures.bytes(stats.bytesDown)],
    [texts.pageFps, figures.number(stats.pageFps)],
    [texts.score, figures.number(stats.mos)],
    [texts.measuredBy, computedOn === "worker" ? texts.worker : texts.page],
  ];
  return (
    <dl class="connection-figures">
      {rows.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}
