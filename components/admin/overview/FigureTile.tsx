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
}

/** A figure with its course. */
export function FigureTile({ figure, value, overview }: FigureTileProps) {
  const kind = FIGURE_KINDS[figure];
  const { course, yesterday, lastWeek } = overview;
  return (
    <li class="tile">
      <h2>{kind.name}</h2>
      <span class="tile-window">{kind.window}</span>
      <strong>{kind.format(value)}</strong>
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

/** What a tile without a course shows. */
export interface PlainTileProps {
  /** What it is called. */
  name: string;
  /** What it says. */
  value: string;
  /** What span of time it is of. */
  window: string;
  /** What to make of it. */
  note: string;
}

/** A figure that has no course. */
export function PlainTile({ name, value, window, note }: PlainTileProps) {
  return (
    <li class="tile">
      <h2>{name}</h2>
      <span class="tile-window">{window}</span>
      <strong>{value}</strong>
      <p class="soft">{note}</p>
    </li>
  );
}
