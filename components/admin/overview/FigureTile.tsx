/**
 * One figure: what it is now, its course, and what it was before.
 *
 * @module
 */

import {
  changeOf,
  FIGURE_KINDS,
  type FigureChange,
} from "@/lib/desk/figures.ts";
import {
  COURSE_STEP_MS,
  type DeskFigure,
  type DeskOverview,
} from "@/lib/monitoring/overview/desk.ts";
import { Trend } from "../Trend.tsx";

/** What the tile shows. */
export interface FigureTileProps {
  /** Which figure. */
  figure: DeskFigure;
  /** Its latest value; left out where it is unknown. */
  value?: number | undefined;
  /** What was before. */
  overview: Pick<DeskOverview, "course" | "yesterday" | "lastWeek">;
  /** What else is to be said of it, in a few words. */
  note?: string | undefined;
}

/** A figure with its course. */
export function FigureTile(
  { figure, value, overview, note }: FigureTileProps,
) {
  const kind = FIGURE_KINDS[figure];
  const { course, yesterday, lastWeek } = overview;
  return (
    <li class="tile">
      <h2>{kind.name}</h2>
      <span class="tile-window">{kind.window}</span>
      <p class="tile-value">
        <strong>{kind.format(value)}</strong>
        {note !== undefined && <span class="tile-note">{note}</span>}
      </p>
      <Trend
        points={course.map(({ startAt, values }) => [
          startAt,
          values[figure] ?? null,
        ])}
        stepMs={COURSE_STEP_MS}
      />
      <dl>
        <Change
          than="vs yesterday"
          change={changeOf(value, yesterday[figure], kind)}
        />
        <Change
          than="vs last week"
          change={changeOf(value, lastWeek[figure], kind)}
        />
      </dl>
    </li>
  );
}

function Change(
  { than, change }: { than: string; change: FigureChange | null },
) {
  return (
    <div data-tone={change?.tone}>
      <dt>{than}</dt>
      <dd>{change?.text ?? "–"}</dd>
    </div>
  );
}
